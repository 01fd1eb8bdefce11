/**
 * Sends the bytes of outputs to clients: from the database, from files that this node keeps of
 * them, or by a proxy that sends such a file itself. Knows {@code job.content}, and no resource.
 *
 * <p>The one decision worth knowing: the file cache never decides. Whether there is an output, and
 * who may have it, is read from the database for each request; only then its bytes are looked up,
 * by their SHA-256, so a file cannot be stale. Whatever is wrong with a file (a full disk, a file
 * that somebody has changed), the bytes come from the database instead, in the middle of a download
 * too.
 *
 * <p>A file begins with the first download, which reads from the database chunk by chunk. All
 * downloads of the same bytes share the file that grows: the one that is first at its end fetches
 * the next chunk, and the others read it from the file. So the file grows as fast as the fastest
 * client reads, and nothing is fetched for nobody.
 */
package org.meanwhile.api.download;
