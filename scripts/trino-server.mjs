// Trino's server from Maven Central, unpacked once into a folder outside the clone: node scripts/trino-server.mjs
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const VERSION = "368";
/** What it runs on; later ones removed what its Hadoop needs. */
const JAVA = { from: 11, to: 17 };
const PLUGINS = ["memory", "hive"];

function run(what, command, args, instead) {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (!error && status === 0) return `${stdout}${stderr}`;
  const why = error
    ? error.message
    : `${stdout}${stderr}`
        .split("\n")
        .filter((line) => /\[ERROR\]|\S/.test(line))
        .slice(0, 2)
        .join(" ")
        .slice(0, 400);
  throw new Error(`${what} (${why}); ${instead}`);
}

/** The Java that runs it. */
export function javaForTrino() {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin/java") : "java";
  const instead = `Trino ${VERSION} needs Java ${JAVA.from} to ${JAVA.to}: apt-get install openjdk-17-jre-headless, or set JAVA_HOME`;
  const version = Number(/version "(\d+)/.exec(run("Java does not start", java, ["-version"], instead))?.[1]);
  if (version >= JAVA.from && version <= JAVA.to) return java;
  throw new Error(`Java ${version} was found; ${instead}`);
}

/**
 * The server's folder. It is downloaded (650 MB, through mvn, which checks it) unless it is there: `TRINO_HOME`, or the cache.
 */
export function trinoHome() {
  if (process.env.TRINO_HOME) return process.env.TRINO_HOME;
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "postmortem-lab");
  const home = join(cache, `trino-server-${VERSION}`);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  const part = mkdtempSync(join(cache, "trino-part-"));
  try {
    const instead =
      "install maven (apt-get install maven) and check that Maven Central is reachable, or unpack a server yourself and set TRINO_HOME";
    console.log(`Fetching io.trino:trino-server:${VERSION} (650 MB) from Maven Central.`);
    run(
      `io.trino:trino-server:${VERSION}:tar.gz could not be fetched from Maven Central`,
      "mvn",
      [
        "-q",
        "-B",
        "-C",
        `-Dmaven.repo.local=${join(part, "repository")}`,
        "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get",
        `-Dartifact=io.trino:trino-server:${VERSION}:tar.gz`,
        "-Dtransitive=false",
      ],
      instead,
    );
    const archive = join(part, `repository/io/trino/trino-server/${VERSION}/trino-server-${VERSION}.tar.gz`);
    run(
      `${archive} could not be unpacked`,
      "tar",
      ["xzf", archive, "-C", part],
      "check the disk's space (3 GB for a moment) and run again",
    );
    // Plugins share files by hard links, so that they can be left out only after all are there.
    const plugins = join(part, `trino-server-${VERSION}/plugin`);
    for (const plugin of readdirSync(plugins))
      if (!PLUGINS.includes(plugin)) rmSync(join(plugins, plugin), { recursive: true });
    renameSync(join(part, `trino-server-${VERSION}`), home);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return home;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    javaForTrino();
    console.log(`Trino ${VERSION} is in ${trinoHome()}.`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 4;
  }
}
