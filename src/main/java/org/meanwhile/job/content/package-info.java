/** Bytes of any size, in chunks: files that came with jobs, outputs. */
package org.meanwhile.job.content;
