// A real OpenID provider that speaks as GビズID does: code flow, PKCE, everything about people and companies from userinfo.
import http from "node:http";
import Provider from "oidc-provider";

/** Who has an account there: what userinfo says of them. */
const people = {
  prime: { account_type: "2", corp_type: "1", corporate_number: "7000012050002", name: "国税テスト株式会社", user_last_nm: "山田", user_first_nm: "太郎", email: "yamada@gbiz.example.jp" },
  member: { account_type: "3", corp_type: "1", corporate_number: "7000012050002", name: "国税テスト株式会社", user_last_nm: "田中", user_first_nm: "花子", email: "tanaka@gbiz.example.jp" },
  known: { account_type: "1", corp_type: "1", user_last_nm: "下野", user_first_nm: "一郎", email: "owner@shimotsuke.example.jp" },
};

/** Starts the provider on a free port; `redirect` is learnt when the site is up. */
export async function start() {
  const server = http.createServer();
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return {
    issuer,
    /** Knows the site from here on. */
    knows(redirect) {
      const provider = new Provider(issuer, {
        clients: [{ client_id: "shien", client_secret: "a secret of the test, long enough", redirect_uris: [redirect], token_endpoint_auth_method: "client_secret_basic" }],
        claims: { openid: ["sub"], profile: ["account_type", "corp_type", "corporate_number", "name"], user: ["user_last_nm", "user_first_nm"], email: ["email"] },
        scopes: ["openid", "profile", "user", "email"],
        conformIdTokenClaims: true,
        pkce: { required: () => true },
        features: { devInteractions: { enabled: true } },
        cookies: { keys: ["only for tests"] },
        findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
      });
      provider.on("server_error", (_, error) => { console.error(error); });
      server.on("request", provider.callback());
    },
    close() { server.closeAllConnections(); server.close(); },
  };
}
