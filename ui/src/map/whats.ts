/** What the map can count. */
export const WHATS = ["killed", "injured", "displaced", "missing", "captured", "abducted", "released", "affected", "events"] as const;
