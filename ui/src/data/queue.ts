/** A few requests at a time: the server gives each reader only so many queries at once (KG_QUERIES_PER_CLIENT). */

const AT_ONCE = 3;
const TRIES = 4;

let running = 0;
const waiting: (() => void)[] = [];

/** Run a request when its turn has come; one that the server turned away as too many (429) is asked again later. */
export async function inTurn(request: () => Promise<Response>, signal?: AbortSignal): Promise<Response> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await patiently(request, signal);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

async function patiently(request: () => Promise<Response>, signal?: AbortSignal): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const response = await request();
    if (response.status !== 429 || attempt === TRIES) return response;
    const seconds = Number(response.headers.get("Retry-After")) || 1;
    await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, 5) * 1000));
  }
}
