package org.meanwhile.builtin.backup;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.meanwhile.operation.Choices;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.Task;

/**
 * Packs a directory tree into a zip archive.
 *
 * <p>The administrator offers trees by {@code meanwhile.backup.sources.<name>=<path>}; callers know
 * only their names.
 *
 * <p><b>Content.</b> The archive holds files, directories (empty ones too) and links, with their
 * permissions and times of modification (to the second), and uses Zip64 where sizes or numbers need
 * it. Names are UTF-8, see {@link EntryName}. Nothing outside of the tree is ever read, even when
 * directories and links are swapped during the walk: links are never followed. A link that stays in
 * the tree is stored as a link. A link that may lead out of the tree is left out; so are FIFOs,
 * sockets, devices, and directories deeper than {@value TreeWalk#MAX_DEPTH} levels.
 *
 * <p><b>Consistency.</b> The archive of a tree that is in use does not show a single moment. A file
 * is stored with the length that it had when it was opened. A file that vanished, could not be read
 * or changed does not fail the job: the job's last message counts such files, and the archive's
 * comment ({@code unzip -z}) names up to a hundred. The job fails, with {@code source-unavailable},
 * only when the tree itself cannot be opened.
 *
 * <p><b>Progress.</b> The tree is walked twice, first to count its bytes. Memory does not grow with
 * the tree.
 *
 * <p><b>Checkpoints.</b> None: half an archive of a tree that has changed since is worth nothing,
 * and the output of a run is dropped with its lease.
 */
@OperationDefinition(
    name = "backup",
    title = "Back up a directory tree",
    description =
        "Packs a directory tree that the server's administrator offers into a zip archive."
            + " In names \\, the : of a drive, % and bytes that are not UTF-8 are written as %5C and"
            + " so on."
            + " Links are stored as links if they stay in the tree, and left out otherwise."
            + " Files that vanish or cannot be read are left out, counted in the job's last message"
            + " and named in the archive's comment.",
    yields = "application/zip",
    repeatable = true)
public class Backup implements Operation<Backup.Input> {

  /**
   * The input of a backup.
   *
   * @param source the name of a tree that the server offers
   * @param include {@link Glob globs} of the names to pack; null or empty packs all
   * @param exclude {@link Glob globs} of names to leave out, even when they are included; null or
   *     empty leaves out none
   */
  @Schema(description = "Which directory tree, and what of it")
  public record Input(
      @Schema(description = "The name of a directory tree that the server offers")
          @NotNull
          @KnownSource
          @Choices(BackupSources.Names.class)
          String source,
      @Schema(
              description =
                  "Globs of names relative to the root, such as **/*.txt or docs: ? is one"
                      + " character, * any but /, ** any, **/ any number of directories, [a-z] and"
                      + " [!a-z] sets, \\ takes the next character as it is. A directory that"
                      + " matches is taken with all that is in it. All is taken when there are"
                      + " none.",
              defaultValue = "[]")
          @Size(max = 100)
          List<@NotNull @ValidGlob String> include,
      @Schema(
              description = "Globs of what is left out even if it is included, with all below it",
              defaultValue = "[]")
          @Size(max = 100)
          List<@NotNull @ValidGlob String> exclude) {

    /** Replaces a missing list by an empty one. */
    public Input {
      include = include == null ? List.of() : include;
      exclude = exclude == null ? List.of() : exclude;
    }
  }

  private final Supplier<Map<String, Path>> sources;

  /** For the container. */
  public Backup() {
    this(() -> BackupSources.in(ConfigProvider.getConfig()));
  }

  Backup(Supplier<Map<String, Path>> sources) {
    this.sources = sources;
  }

  @Override
  public void run(Input input, Task task) throws IOException, PermanentFailure {
    Path root = sources.get().get(input.source());
    if (root == null) {
      // The name was checked when the job was created, by a node with another configuration.
      throw new PermanentFailure("unknown-source", "There is no such source.");
    }
    Selection selection = new Selection(input.include(), input.exclude());
    try {
      archive(input.source(), new TreeWalk(root, selection, task), task);
    } catch (ClosedByInterruptException e) {
      // The thread was interrupted while it read a file: the job is cancelled or the node stops.
      task.checkCanceled();
      throw e;
    }
  }

  private static void archive(String source, TreeWalk walk, Task task)
      throws IOException, PermanentFailure {
    task.message("counting files");
    TreeTotals totals = new TreeTotals();
    walk.walk(totals);
    task.log("found " + totals.files() + " files of " + totals.bytes() + " bytes");
    OutputStream out = task.output("application/zip", source + ".zip");
    try (ZipStream zip = new ZipStream(out, task.scratch().resolve("contents"))) {
      Archiver archiver = new Archiver(zip, totals, task);
      walk.walk(archiver);
      task.checkCanceled();
      zip.finish(archiver.report().details());
      task.message(archiver.report().summary());
      task.log("packed " + archiver.report().summary());
    }
  }
}
