// A WordPress of its own, from Debian's packages: files, database and server in a temporary folder.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const WORDPRESS = "/usr/share/wordpress";
const PROGRAMS = ["/usr/sbin/mariadbd", "/usr/bin/mariadb-install-db", "/usr/bin/php"];

/** What is missing here to run WordPress; nothing if it can run. */
export const missing = () => [`${WORDPRESS}/wp-load.php`, ...PROGRAMS].filter((path) => !existsSync(path));

export const USER = { name: "editor", password: "a test of copy" };

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Waits until `check` gives something. */
const until = async (what, check, seconds = 60) => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      const found = await check();
      if (found) return found;
    } catch (error) {
      if (Date.now() > end) throw new Error(`${what}: ${error.message}`, { cause: error });
    }
    if (Date.now() > end) throw new Error(`${what} took over ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/**
 * Starts a site.
 *
 * @returns {Promise<{ origin: string, root: string, php: (code: string) => string, log: () => string, stop: () => void }>}
 */
export const startSite = async () => {
  const folder = mkdtempSync(join(tmpdir(), "candor-wordpress-"));
  const data = join(folder, "data");
  const socket = join(folder, "socket");
  const root = join(folder, "site");
  const children = [];
  const start = (program, args) => {
    const child = spawn(program, args, {
      stdio: "ignore",
      env: { ...process.env, PHP_CLI_SERVER_WORKERS: "4" },
    });
    children.push(child);
    return child;
  };
  const stop = () => {
    for (const child of children) child.kill("SIGKILL");
    // The database may still be closing its files.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const user = process.getuid() === 0 ? ["--user=root"] : [];
    execFileSync(
      "mariadb-install-db",
      [
        "--no-defaults",
        ...user,
        `--datadir=${data}`,
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
      ],
      { stdio: "ignore" },
    );
    start("/usr/sbin/mariadbd", [
      "--no-defaults",
      ...user,
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--pid-file=${join(folder, "pid")}`,
      "--skip-networking",
      "--innodb-flush-log-at-trx-commit=0",
      "--performance-schema=OFF",
    ]);
    // Debian's files are links into other packages, and its configuration is the machine's.
    cpSync(WORDPRESS, root, { recursive: true, dereference: true });
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    writeFileSync(join(root, "wp-config.php"), configuration(socket, origin));
    writeFileSync(join(folder, "router.php"), ROUTER);
    /** Runs PHP in the site. */
    const php = (code) => {
      const script = `define("WP_USE_THEMES", false); $_SERVER["HTTP_HOST"] = "127.0.0.1:${port}"; ${code}`;
      return execFileSync("php", ["-d", "display_errors=stderr", "-r", script], {
        cwd: root,
        encoding: "utf8",
      });
    };
    await until("the database", () =>
      execFileSync(
        "php",
        [
          "-r",
          `$db = new mysqli(null, "root", "", "", 0, "${socket}"); $db->query("CREATE DATABASE site"); echo 1;`,
        ],
        { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
      ),
    );
    php(`
      define("WP_INSTALLING", true);
      require "wp-load.php";
      require ABSPATH . "wp-admin/includes/upgrade.php";
      // The letter to the new administrator finds no post office here.
      function wp_new_blog_notification() {}
      wp_install("Copy", "${USER.name}", "editor@example.com", false, "", "${USER.password}");
    `);
    start("php", [
      "-d",
      "upload_max_filesize=64M",
      "-d",
      "post_max_size=64M",
      "-S",
      `127.0.0.1:${port}`,
      "-t",
      root,
      join(folder, "router.php"),
    ]);
    await until("the site", async () => (await fetch(`${origin}/wp-login.php`)).ok);
    const log = () =>
      existsSync(join(folder, "debug.log")) ? readFileSync(join(folder, "debug.log"), "utf8") : "";
    return { origin, root, php, log, stop };
  } catch (error) {
    stop();
    throw error;
  }
};

/** Nothing of the outside world, no background work: what is tested is the editor. */
const configuration = (socket, origin) => `<?php
define("DB_NAME", "site");
define("DB_USER", "root");
define("DB_PASSWORD", "");
define("DB_HOST", "localhost:${socket}");
define("DB_CHARSET", "utf8mb4");
define("DB_COLLATE", "");
foreach (["AUTH_KEY", "SECURE_AUTH_KEY", "LOGGED_IN_KEY", "NONCE_KEY", "AUTH_SALT", "SECURE_AUTH_SALT", "LOGGED_IN_SALT", "NONCE_SALT"] as $name) {
	define($name, "of a test " . $name);
}
define("WP_HOME", "${origin}");
define("WP_SITEURL", "${origin}");
define("WP_HTTP_BLOCK_EXTERNAL", true);
define("DISABLE_WP_CRON", true);
define("AUTOMATIC_UPDATER_DISABLED", true);
define("FS_METHOD", "direct");
define("WP_DEBUG", true);
define("WP_DEBUG_DISPLAY", false);
define("WP_DEBUG_LOG", dirname(__DIR__) . "/debug.log");
$table_prefix = "wp_";
defined("ABSPATH") || define("ABSPATH", __DIR__ . "/");
require_once ABSPATH . "wp-settings.php";
`;

/** PHP's own server answers for files; WordPress for the rest. */
const ROUTER = `<?php
$path = parse_url($_SERVER["REQUEST_URI"], PHP_URL_PATH);
$file = $_SERVER["DOCUMENT_ROOT"] . $path;
if (is_file($file)) {
	return false;
}
if (is_dir($file) && is_file(rtrim($file, "/") . "/index.php")) {
	$_SERVER["SCRIPT_NAME"] = $_SERVER["PHP_SELF"] = rtrim($path, "/") . "/index.php";
	require rtrim($file, "/") . "/index.php";
	return true;
}
$_SERVER["SCRIPT_NAME"] = $_SERVER["PHP_SELF"] = "/index.php";
require $_SERVER["DOCUMENT_ROOT"] . "/index.php";
`;
