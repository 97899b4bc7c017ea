// Two processes on one PostgreSQL behind nginx, as `deploy/nginx.conf` sets it up: people notice neither which one answers nor
// that one of them dies.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { password } from "./site.mjs";

const { SHIEN: shien, NGINX: nginx, SHIEN_TEST_POSTGRES: postgres, PSQL: psql } = process.env;
let folder;
let site;
const running = [];

function done(child) {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${child.spawnfile}: exit ${code}`))));
  });
}

/** A port that nobody listens at. */
function port() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const found = probe.address().port;
      probe.close(() => resolve(found));
    });
  });
}

async function answers(address) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(address).then((r) => r.ok, () => false)) return;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`${address} does not answer`);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "shien-processes-"));
  const name = `processes_${Date.now()}`;
  await done(spawn(psql, [postgres, "-q", "-c", `CREATE DATABASE ${name}`], { stdio: "inherit" }));
  const database = postgres.replace(/\/[^/]*$/, `/${name}`);
  const shared = ["--database", database, "--files", join(folder, "files")];
  await done(spawn(shien, ["load", "--samples", ...shared], { stdio: "ignore" }));
  const [front, ...behind] = [await port(), await port(), await port()];
  site = `http://127.0.0.1:${front}`;
  for (const at of behind) {
    const mail = `folder:${join(folder, "mail")}`;
    running.push(spawn(shien, ["serve", ...shared, "--listen", `127.0.0.1:${at}`, "--address", site, "--behind-proxy", "--mail", mail], { stdio: "ignore" }));
  }
  await Promise.all(behind.map((at) => answers(`http://127.0.0.1:${at}/ready`)));
  const set = (await readFile(new URL("../deploy/nginx.conf", import.meta.url), "utf8"))
    .replace("127.0.0.1:8080", `127.0.0.1:${behind[0]}`)
    .replace("127.0.0.1:8081", `127.0.0.1:${behind[1]}`)
    .replace("listen 8088", `listen 127.0.0.1:${front}`)
    .replace("/run/nginx.pid", join(folder, "nginx.pid"))
    .replace("/dev/stdout", join(folder, "access.log"))
    .replace("http {", ["http {", ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((t) => `${t}_temp_path ${join(folder, t)};`)].join("\n"));
  await mkdir(join(folder, "logs"));
  // Where root runs the test, the workers of nginx are somebody else, to whom the folder is closed.
  await writeFile(join(folder, "nginx.conf"), process.getuid() === 0 ? `user root;\n${set}` : set);
  running.push(spawn(nginx, ["-p", folder, "-c", join(folder, "nginx.conf"), "-g", "daemon off;"], { stdio: "ignore" }));
  await answers(`${site}/ready`);
});

after(async () => {
  running.forEach((child) => child.kill("SIGTERM"));
  await rm(folder, { recursive: true, force: true });
});

/** A form that is sent as a browser of this site sends it. */
function send(path, fields, cookie = "") {
  const headers = { "content-type": "application/x-www-form-urlencoded", origin: site, "sec-fetch-site": "same-origin", cookie };
  return fetch(site + path, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(fields) });
}

async function signedIn(email) {
  const answer = await send("/sign-in", { email, password });
  assert.equal(answer.status, 303);
  return answer.headers.get("set-cookie").split(";")[0];
}

test("a session of one process counts at the other, and letters are sent once", async () => {
  const cookie = await signedIn("owner@shimotsuke.example.jp");
  for (let n = 0; n < 6; n += 1) {
    const answer = await fetch(`${site}/account`, { headers: { cookie }, redirect: "manual" });
    assert.equal(answer.status, 200, `request ${n}`);
  }
  const invite = (n) => send("/companies/shimotsuke-precision/people", { email: `new${n}@example.jp`, role: "viewer" }, cookie);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => invite(n)));
  assert.deepEqual(answers.map((a) => a.status), Array(20).fill(303));
  let to = [];
  for (let tries = 0; tries < 150 && to.length < 20; tries += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    const letters = await readdir(join(folder, "mail")).catch(() => []);
    const all = await Promise.all(letters.map(async (l) => /^To: (.*)$/m.exec(await readFile(join(folder, "mail", l), "utf8"))[1].trim()));
    // The applications of the trial have letters of their own.
    to = all.filter((address) => address.startsWith("new"));
  }
  assert.equal(new Set(to).size, 20);
  assert.equal(to.length, 20);
});

test("wrong tries are counted over both processes, by the address that nginx tells", async () => {
  const statuses = [];
  for (let n = 0; n < 10; n += 1) statuses.push((await send("/sign-in", { email: "auditor@example.jp", password: `guess ${n}` })).status);
  assert.deepEqual(statuses.slice(0, 8), Array(8).fill(422));
  assert.deepEqual(statuses.slice(8), [429, 429]);
});

/** A PDF of one page and about so many bytes. */
function pdf(bytes) {
  const objects = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n";
  const padding = `%${"x".repeat(1022)}\n`.repeat(Math.ceil(bytes / 1024));
  return new Blob(["%PDF-1.4\n", objects, padding, "trailer<</Root 1 0 R>>\n%%EOF\n"], { type: "application/pdf" });
}

test("a paper as long as is promised gets through nginx, and a longer one does not", async () => {
  const cookie = await signedIn("owner@nasu.example.jp");
  const list = await (await fetch(`${site}/applications`, { headers: { cookie } })).text();
  const id = /\/applications\/([0-9a-f-]{36})/.exec(list)[1];
  const put = (bytes) => {
    const body = new FormData();
    body.set("member", "m0");
    body.set("document", "2");
    body.set("file", pdf(bytes), "long.pdf");
    return fetch(`${site}/applications/${id}/papers`, { method: "POST", redirect: "manual", headers: { origin: site, "sec-fetch-site": "same-origin", cookie }, body });
  };
  const taken = await put(199 * 1024 * 1024);
  assert.equal(taken.status, 303);
  assert.match(taken.headers.get("location"), /done=paper-put/);
  assert.equal((await put(202 * 1024 * 1024)).status, 413);
});

test("a request to another name is turned away through nginx too", async () => {
  const status = await new Promise((resolve, reject) => {
    get(site, { headers: { host: "evil.example" } }, (answer) => resolve(answer.resume().statusCode)).on("error", reject);
  });
  assert.equal(status, 421);
});

test("when one process is killed people go on, and the journal stays whole", async () => {
  const cookie = await signedIn("admin@example.jp");
  running[0].kill("SIGKILL");
  for (let n = 0; n < 12; n += 1) {
    const answer = await fetch(`${site}/office/center/journal?verify=1`, { headers: { cookie }, redirect: "manual" });
    assert.equal(answer.status, 200, `request ${n}`);
    assert.ok(!(await answer.text()).includes("role=\"alert\""));
  }
});
