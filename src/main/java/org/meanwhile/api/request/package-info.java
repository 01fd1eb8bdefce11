/**
 * Requests: reading and checking fields, parameters, JSON bodies and uploads.
 *
 * <p>Knows {@code problem}, {@code json} and {@code http}; {@code egress} decides which callback
 * URLs are admitted, the catalogue of {@code operation} which inputs. A reader collects everything
 * that is wrong with a request, each fault with its JSON pointer, and throws it as one problem.
 *
 * <p>The requests of schedules are read here as well when they fire, where no request is served:
 * {@link org.meanwhile.api.request.FiredJobs} is what {@code job.schedule} asks for.
 *
 * <p>Files of uploads go to the database while they arrive, never into memory or onto this node's
 * disk.
 */
package org.meanwhile.api.request;
