/**
 * Requests: reading and checking fields, parameters, JSON bodies and uploads.
 *
 * <p>Knows {@code problem}, {@code json} and {@code http}; {@code egress} decides which callback
 * URLs are admitted, the catalogue of {@code operation} which inputs. A reader collects everything
 * that is wrong with a request, each fault with its JSON pointer, and throws it as one problem.
 *
 * <p>Files of uploads go to the database while they arrive, never into memory or onto this node's
 * disk.
 */
package org.meanwhile.api.request;
