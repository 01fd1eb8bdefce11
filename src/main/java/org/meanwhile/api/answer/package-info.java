/** Responses: what the resources send back, with their headers. */
package org.meanwhile.api.answer;
