package org.meanwhile.job.submit;

import java.util.Optional;
import org.meanwhile.job.Callback;
import org.meanwhile.job.StagedFile;

/**
 * What a job was made of, beside what the job itself tells. Kept until the job expires; the record
 * of an expired job has no file and no secrets any more.
 *
 * @param input the operation's input as JSON
 * @param file shared by all jobs that are made of it
 * @param fileAlways whether it is known that {@code file} is what the job was to have: a node of
 *     the version before deletes the file of a job that has ended, and a job that waited for
 *     another one's output in vain never got it
 * @param callback with its secrets
 * @param secretsLost whether the callback's secrets are deleted, or no key opens them; {@code
 *     callback} is then without
 */
public record KeptRequest(
    String input,
    Optional<StagedFile> file,
    boolean fileAlways,
    Optional<Callback> callback,
    boolean secretsLost) {}
