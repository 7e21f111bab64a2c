/** Asks for a token where the server wants one; the browser then keeps a cookie that scripts cannot read. */
import {byId, setText} from "./dom.js";

let asking = null;

/** Whether the server refuses us for want of a token. */
async function isRefused() {
  try {
    return (await fetch("v1/streams", {cache: "no-store"})).status === 401;
  } catch (e) {
    // Not reached: that is told elsewhere.
    return false;
  }
}

/**
 * Asks for a token if that is why we are not let in.
 * @returns {Promise<boolean>} whether a session has begun, so that trying again is worth while
 */
export async function beginSessionWhereNeeded() {
  if (!asking) {
    asking = isRefused().then(refused => refused ? askForToken() : false);
    asking.finally(() => asking = null);
  }
  return asking;
}

function askForToken() {
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
        resolve(true);
      }
    };
    dialog.oncancel = () => resolve(false);
    if (!dialog.open) {
      dialog.showModal();
    }
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
