"""Programs that are run inside: what the kernel says of the processes there, and what a process may do."""

STATES = """
import json, os, pathlib, re
found = []
for folder in pathlib.Path("/proc").iterdir():
    if not folder.name.isdigit() or int(folder.name) == os.getpid():
        continue
    try:
        status = (folder / "status").read_text()
        command = (folder / "cmdline").read_bytes().replace(b"\\0", b" ").decode()
    except OSError:
        continue
    field = dict(re.findall(r"^(\\w+):\\s+(.*)$", status, re.M))
    found.append({"pid": int(folder.name), "command": command, "uid": int(field["Uid"].split()[0]),
                  "state": field["State"][0], "rights": int(field["CapEff"], 16) | int(field["CapBnd"], 16),
                  "alone": field["NoNewPrivs"] == "1", "filters": int(field.get("Seccomp_filters", 0))})
print(json.dumps(found))
"""

# Each must be refused to the service; the last is what it lives of.
TRIED = """
import ctypes, json, mmap, os, pathlib, socket
libc = ctypes.CDLL(None, use_errno=True)
def tried(what):
    try:
        return "done" if what() is not False else "refused"
    except OSError:
        return "refused"
data = pathlib.Path(os.environ["KG_DATA"])
def special():
    (data / "probe").touch()
    (data / "probe").chmod(0o4755)
found = {
    "write to /etc": tried(lambda: pathlib.Path("/etc/probe").touch()),
    "write to /opt": tried(lambda: pathlib.Path("/opt/conflict-kg/probe").touch()),
    "see /home": tried(lambda: bool(list(pathlib.Path("/home").iterdir()))),
    "a namespace": tried(lambda: libc.unshare(0x10000000) == 0),
    "a mount": tried(lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0),
    "a raw socket": tried(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)),
    "a netlink socket": tried(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
    "set-user-id": tried(special),
    "see root's processes": tried(lambda: pathlib.Path("/proc/1").is_dir()),
    "tracing": tried(lambda: libc.ptrace(0, 0, 0, 0) == 0),
    "write to KG_DATA": tried(lambda: (data / "probe").write_text("probe")),
}
(data / "probe").unlink(missing_ok=True)
(data / "probe.json").write_text(json.dumps(found))
"""
