package org.meanwhile.api.request;

import org.meanwhile.job.StagedFile;
import org.meanwhile.job.content.ContentWriter;

/** A file that code of the same application sent, stored and not yet a job's. For one thread. */
public final class LocalFile {
  private final ContentWriter writer;
  private final StagedFile file;

  LocalFile(ContentWriter writer, StagedFile file) {
    this.writer = writer;
    this.file = file;
  }

  StagedFile staged() {
    return file;
  }

  /** Deletes it: no job has it. Not to be called inside a container transaction. */
  public void discard() {
    writer.discard();
  }
}
