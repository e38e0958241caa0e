// A conversation as a file: fetched with the caller's proof, then handed to the browser to save.

import { api } from "./api.js";
import { language } from "./strings.js";

export async function saveTranscript(conversation) {
  const file = await api.blob(`/api/v1/conversations/${conversation.id}/transcript?lang=${language}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${conversation.reference}.txt`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The same by e-mail, to the address that is known. */
export const mailTranscript = (conversation) => api.post(`/conversations/${conversation.id}/transcript/letter`);
