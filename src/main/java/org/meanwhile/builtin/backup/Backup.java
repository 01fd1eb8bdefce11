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
 * A directory tree as a zip archive.
 *
 * <p>The administrator says which trees there are, by {@code
 * meanwhile.backup.sources.<name>=<path>}; callers know only their names.
 *
 * <p>The archive holds files, directories (empty ones too) and links, with their permissions and
 * times of modification (to the second); Zip64 where sizes or numbers need it. Names are UTF-8, see
 * {@link EntryName}. Nothing outside of the tree is ever read, whoever swaps what while it is
 * walked: links are never followed. A link that stays in the tree is stored as a link; one that may
 * lead out of it is left out, as are FIFOs, sockets, devices and what is deeper than {@value
 * TreeWalk#MAX_DEPTH} directories.
 *
 * <p>A tree that is in use is not one moment's picture. A file is stored with the length that it
 * had when it was opened. What vanished, could not be read or changed meanwhile does not fail the
 * job: the job's last message counts it, and the archive's comment ({@code unzip -z}) names up to a
 * hundred. Only when the tree itself cannot be opened does the job fail, with {@code
 * source-unavailable}.
 *
 * <p>The tree is walked twice, first to count bytes for the progress. Memory does not grow with it.
 * There are no checkpoints; the package says why.
 */
@OperationDefinition(
    name = "backup",
    title = "Back up a directory tree",
    description =
        "Packs a directory tree that the server's administrator offers into a zip archive."
            + " Links are stored as links if they stay in the tree, and left out otherwise."
            + " Files that vanish or cannot be read are left out, counted in the job's last message"
            + " and named in the archive's comment.",
    yields = "application/zip")
public class Backup implements Operation<Backup.Input> {

  /**
   * What to back up.
   *
   * @param source the name of a tree
   * @param include {@link Glob globs} of what is wanted, all when there are none
   * @param exclude {@link Glob globs} of what is not wanted, even if it is included
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

    /** Takes a missing list for an empty one. */
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
      // Checked when the job was made; this node's configuration may differ from that one's.
      throw new PermanentFailure("unknown-source", "There is no such source.");
    }
    Selection selection = new Selection(input.include(), input.exclude());
    try {
      archive(input.source(), new TreeWalk(root, selection, task), task);
    } catch (ClosedByInterruptException e) {
      // The interruption came while a file was read: a cancellation, not an unreadable file.
      task.checkCanceled();
      throw e;
    }
  }

  private static void archive(String source, TreeWalk walk, Task task)
      throws IOException, PermanentFailure {
    task.message("counting files");
    TreeTotals census = new TreeTotals();
    walk.walk(census);
    OutputStream out = task.output("application/zip", source + ".zip");
    try (ZipStream zip = new ZipStream(out, task.scratch().resolve("contents"))) {
      Archiver archiver = new Archiver(zip, census, task);
      walk.walk(archiver);
      task.checkCanceled();
      zip.finish(archiver.report().details());
      task.message(archiver.report().summary());
    }
  }
}
