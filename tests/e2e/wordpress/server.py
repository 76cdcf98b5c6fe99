"""Starts real WordPress servers on loopback, each in a folder of its own, and ends them by their process ids.

python tests/e2e/wordpress/server.py up FOLDER 6.1 --zips ZIPS      prints the server's address and passwords as JSON
python tests/e2e/wordpress/server.py down FOLDER                    ends every server below FOLDER
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parent
DEBIAN = Path("/usr/share/wordpress")
ZIPS = {"6.5": "wp-6.5.zip", "6.6": "wp-beta.zip"}
CONFIG = """<?php
define('DB_NAME', '{database}'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'wp');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', ''); $table_prefix = 'wp_';
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}');
define('WP_ENVIRONMENT_TYPE', 'local'); // application passwords without https
define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true); define('DISABLE_WP_CRON', true);
define('WP_DEBUG', false); define('DB_DIR', '{folder}/'); define('DB_FILE', 'wp.sqlite');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $k) {{ define($k . '_KEY', 'k'); define($k . '_SALT', 's'); }}
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""


def up(folder: Path, version: str, zips: Path, *, below: str = "", plain: bool = False) -> dict[str, object]:
    """Install and start a WordPress; 6.1 with MariaDB, the others with SQLite."""
    home = folder / "root" / below.strip("/")
    port = free_port()
    url = f"http://127.0.0.1:{port}{below}"
    mysql = start_database(folder) if version == "6.1" else ""
    if version == "6.1":
        shutil.copytree(DEBIAN, home, symlinks=False, ignore_dangling_symlinks=True)
        for name in ("wp-config.php", ".htaccess"):
            (home / name).unlink(missing_ok=True)
        languages = Path("/var/lib/wordpress/wp-content/languages")
        if languages.is_dir():
            shutil.copytree(languages, home / "wp-content/languages", dirs_exist_ok=True)
    else:
        home.mkdir(parents=True)
        unzip(zips / ZIPS[version], home)
        if (home / "wordpress").is_dir():
            shutil.copytree(home / "wordpress", home, dirs_exist_ok=True)
        use_sqlite(home, zips)
    (home / "wp-content/mu-plugins").mkdir(exist_ok=True)
    shutil.copy(HERE / "faults.php", home / "wp-content/mu-plugins/faults.php")
    config = CONFIG.format(database="wp", socket=mysql, url=url, folder=folder)
    (home / "wp-config.php").write_text(config, encoding="utf-8")
    told = json.loads(
        php("-d", "memory_limit=512M", str(HERE / "install.php"), str(home), "plain" if plain else "")
    )
    with (folder / "http.log").open("wb") as log:
        server = subprocess.Popen(
            ["php", "-d", "memory_limit=512M", "-d", "opcache.enable_cli=1", "-d", "display_errors=0",
             "-S", f"127.0.0.1:{port}", "-t", str(folder / "root"), str(HERE / "router.php")],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            env={**os.environ, "PHP_CLI_SERVER_WORKERS": "4", "BELOW": below},
        )  # fmt: skip
    (folder / "http.pid").write_text(str(server.pid), encoding="utf-8")
    wait_for(f"{url}/?rest_route=/")
    return {"url": url, "home": str(home), **told}


def down(folder: Path) -> None:
    """End every server below the folder, with all its children."""
    for path in folder.rglob("*.pid"):
        with suppress(ProcessLookupError, ValueError):
            os.killpg(int(path.read_text(encoding="utf-8")), signal.SIGTERM)


def start_database(folder: Path) -> str:
    """Start MariaDB for this server alone, reached by a socket and nothing else; return the socket."""
    data, place = folder / "db", folder / "s"
    user = ["--user=root"] if os.getuid() == 0 else []
    # The kernel's own asynchronous I/O counts as locked memory, of which few megabytes are allowed for all at once.
    calm = "--innodb-use-native-aio=0"
    install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", calm, *user]
    made = subprocess.run(
        [*install, "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    if made.returncode:
        raise RuntimeError(made.stdout + made.stderr)
    with (folder / "db.log").open("wb") as log:
        server = subprocess.Popen(
            ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={place}", "--skip-networking", calm, *user,
             "--skip-log-bin", "--performance-schema=0", "--innodb-buffer-pool-size=64M", "--key-buffer-size=1M",
             "--innodb-log-file-size=16M", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    (folder / "db.pid").write_text(str(server.pid), encoding="utf-8")
    sql = "CREATE DATABASE wp CHARACTER SET utf8mb4; CREATE USER wp@localhost IDENTIFIED BY 'wp';"
    sql += "GRANT ALL ON wp.* TO wp@localhost;"
    client = ["mariadb", "--no-defaults", "-S", str(place), "-uroot"]
    for _ in range(200):
        if subprocess.run([*client, "-e", "SELECT 1"], capture_output=True, check=False).returncode == 0:
            break
        time.sleep(0.1)
    subprocess.run([*client, "-e", sql], check=True, capture_output=True)
    return str(place)


def use_sqlite(home: Path, zips: Path) -> None:
    """Put the SQLite drop-in in the place of MySQL."""
    plugins = home / "wp-content/mu-plugins"
    shutil.rmtree(home / "wp-content/database", ignore_errors=True)
    unzip(zips / "sqlite.zip", plugins)
    folder = next(plugins.glob("*sqlite*"))
    text = (folder / "db.copy").read_text(encoding="utf-8")
    text = text.replace("{SQLITE_IMPLEMENTATION_FOLDER_PATH}", str(folder))
    text = text.replace("{SQLITE_PLUGIN}", f"{folder.name}/load.php")
    (home / "wp-content/db.php").write_text(text, encoding="utf-8")


def unzip(path: Path, to: Path) -> None:
    subprocess.run(["unzip", "-qo", str(path), "-d", str(to)], check=True)


def php(*arguments: str, text: str = "") -> str:
    run = subprocess.run(["php", *arguments], input=text, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"php failed: {run.stdout}\n{run.stderr}")
    return run.stdout


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(url: str) -> None:
    for _ in range(300):
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=10):
            return
        time.sleep(0.1)
    raise SystemExit(f"{url}: does not answer")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=("up", "down"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("version", nargs="?", default="6.1")
    parser.add_argument("--zips", type=Path, default=Path())
    parser.add_argument("--below", default="")
    parser.add_argument("--plain", action="store_true")
    given = parser.parse_args()
    if given.verb == "down":
        down(given.folder)
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    try:
        print(json.dumps(up(given.folder, given.version, given.zips, below=given.below, plain=given.plain)))
    except BaseException:
        down(given.folder)
        raise


if __name__ == "__main__":
    main()
