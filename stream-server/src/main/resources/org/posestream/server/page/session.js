/** Asks for a token where the server wants one; the browser then keeps a cookie that scripts cannot read. */
import {byId, setText} from "./dom.js";

/** Whether the server lets in only who has a token, and we have none. */
export async function isTokenNeeded() {
  try {
    const response = await fetch("v1/session", {cache: "no-store"});
    return response.ok && (await response.json()).scope === "none";
  } catch (e) {
    // Not reached: that is told elsewhere.
    return false;
  }
}

/** Asks for a token until a session has begun. */
export function askForToken() {
  const dialog = byId("token-dialog");
  const form = dialog.querySelector("form");
  return new Promise(resolve => {
    form.onsubmit = async event => {
      event.preventDefault();
      setText(byId("token-error"), "");
      const refusal = await beginSession(byId("token").value.trim());
      if (refusal) {
        setText(byId("token-error"), refusal);
        byId("token").select();
      } else {
        byId("token").value = "";
        dialog.close();
        resolve();
      }
    };
    // Without one there is nothing to see behind it.
    dialog.oncancel = event => event.preventDefault();
    dialog.showModal();
  });
}

/** @returns {Promise<string|null>} why not, null when it has begun */
async function beginSession(token) {
  try {
    const response = await fetch("v1/session", {method: "POST", headers: {Authorization: `Bearer ${token}`}});
    return response.ok ? null : response.status === 401 ? "This token is not known here." : await problemText(response);
  } catch (e) {
    return "The server cannot be reached.";
  }
}

/** What a problem document (RFC 9457) or another refusal says. */
export async function problemText(response) {
  const text = await response.text();
  try {
    const problem = JSON.parse(text);
    return problem.detail || problem.title || `The server answered ${response.status}.`;
  } catch (e) {
    return text.trim() || `The server answered ${response.status}.`;
  }
}
