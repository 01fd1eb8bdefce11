package org.meanwhile.job.submit;

import org.meanwhile.job.JobId;

/** Thrown when the file of a new job was deleted before the job was stored. */
public class FileGone extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  FileGone(JobId job) {
    super("the file of job " + job + " was deleted meanwhile");
  }
}
