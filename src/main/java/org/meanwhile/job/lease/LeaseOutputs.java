package org.meanwhile.job.lease;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.content.ChunkStore;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.ContentWriter;
import org.meanwhile.job.content.StoredPosition;

/**
 * The outputs that workers send, staged until they end their leases. An output is sent at once or
 * in parts, by one request after the other and through any nodes; of two that send at a time the
 * later one has taken over.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class LeaseOutputs {
  private Database database;
  private ContentStore contents;

  /** For the container's proxy. */
  protected LeaseOutputs() {}

  @Inject
  public LeaseOutputs(Database database, ContentStore contents) {
    this.database = database;
    this.contents = contents;
  }

  /** Bytes that are being sent. For one thread. */
  public final class Upload {
    private final String tokenSha256;
    private final UUID content;
    private final ContentWriter writer;
    private final boolean fromStart;

    private Upload(String tokenSha256, UUID content, ContentWriter writer, boolean fromStart) {
      this.tokenSha256 = tokenSha256;
      this.content = content;
      this.writer = writer;
      this.fromStart = fromStart;
    }

    /**
     * Adds bytes.
     *
     * @throws IllegalStateException once another upload has taken over
     * @throws IOException when the output would be larger than it may be
     */
    public void write(byte[] bytes, int from, int length) throws IOException {
      writer.write(bytes, from, length);
    }

    /** Stores what was written, so that it can be read; false when it was stored before. */
    public boolean publish() {
      return writer.publish();
    }

    /** The digest of all bytes, in lower-case hexadecimal; to be called after the last one. */
    public String sha256() {
      writer.publish();
      if (fromStart) {
        return writer.sha256();
      }
      StoredPosition end = contents.position(content).orElseThrow(Upload::gone);
      return contents.sha256(content, end, () -> {});
    }

    private static IllegalStateException gone() {
      return new IllegalStateException("the output was discarded meanwhile");
    }

    /**
     * Makes what was sent the output.
     *
     * @param sha256 as {@link #sha256} has told it; empty when nobody has asked
     * @return false when another upload has taken over, or the lease is over
     */
    public boolean complete(Optional<String> sha256) {
      writer.publish();
      return sent(true, sha256);
    }

    /** Keeps what was sent before the upload broke off, so that another one can go on there. */
    public void breakOff() {
      writer.publish();
      sent(false, Optional.empty());
    }

    private boolean sent(boolean whole, Optional<String> sha256) {
      return database.transaction(
              c ->
                  Rows.update(
                      c, LeaseSql.OUTPUT_SENT, whole, sha256.orElse(null), tokenSha256, content))
          == 1;
    }

    /** Discards the output: it is not what its sender meant. Another one has to be sent. */
    public void refuse() {
      database.transaction(
          c -> {
            ContentStore.discard(c, content);
            return Rows.update(c, LeaseSql.OUTPUT_REFUSED, tokenSha256, content);
          });
    }
  }

  /**
   * Begins an output, which takes the place of the one before.
   *
   * @param readable whether it may be read while it is sent; one that replaces another never is:
   *     who reads the first could not tell them apart
   * @return empty when the lease is over
   */
  public Optional<Upload> begin(
      LeaseState state, String mediaType, String name, boolean readable, long limitBytes) {
    UUID writer = UUID.randomUUID();
    boolean first = state.output().isEmpty() && state.outputIsWhole();
    return database
        .transaction(
            c -> {
              Rows.query(c, LeaseSql.LOCK, row -> row.getString(1), state.tokenSha256());
              Optional<LeaseState> now = Leases.state(c, state.tokenSha256());
              if (now.filter(LeaseState::mayEnd).isEmpty()) {
                return Optional.<UUID>empty();
              }
              if (now.get().output().isPresent()) {
                ContentStore.discard(c, now.get().output().get().content());
              }
              UUID content =
                  ContentStore.beginOutput(
                      c,
                      state.lease(),
                      writer,
                      readable && first
                          ? Optional.of(new ChunkStore.Description(mediaType, name))
                          : Optional.empty());
              Rows.update(c, LeaseSql.OUTPUT_BEGUN, content, mediaType, name, state.tokenSha256());
              return Optional.of(content);
            })
        .map(
            content ->
                new Upload(
                    state.tokenSha256(),
                    content,
                    contents.resume(content, writer, new StoredPosition(0, 0, 0), limitBytes),
                    true));
  }

  /** How many bytes were sent so far. */
  public long offset(LeaseState state) {
    return state
        .output()
        .flatMap(output -> contents.position(output.content()))
        .map(StoredPosition::sizeBytes)
        .orElse(0L);
  }

  /**
   * Goes on with the output that was begun.
   *
   * @param offset how many bytes it has
   * @return empty when it has another number of bytes
   */
  public Optional<Upload> append(LeaseState state, long offset, long limitBytes) {
    UUID content = state.output().orElseThrow().content();
    UUID writer = UUID.randomUUID();
    if (offset(state) != offset) {
      return Optional.empty();
    }
    Optional<StoredPosition> from =
        contents.takeOver(content, writer).filter(position -> position.sizeBytes() == offset);
    boolean mine =
        from.isPresent()
            && database.transaction(
                    c ->
                        Rows.update(
                            c, LeaseSql.OUTPUT_SENT, false, null, state.tokenSha256(), content))
                == 1;
    return mine
        ? Optional.of(
            new Upload(
                state.tokenSha256(),
                content,
                contents.resume(content, writer, from.get(), limitBytes),
                false))
        : Optional.empty();
  }

  /**
   * Computes the digest of an output that was sent in parts. Whoever still sends has to begin anew.
   *
   * @param alive called before each chunk is read
   */
  public void digest(LeaseState state, Runnable alive) {
    UUID content = state.output().orElseThrow().content();
    contents
        .takeOver(content, UUID.randomUUID())
        .ifPresent(
            end -> {
              String sha256 = contents.sha256(content, end, alive);
              database.transaction(
                  c ->
                      Rows.update(
                          c, LeaseSql.OUTPUT_DIGESTED, sha256, state.tokenSha256(), content));
            });
  }
}
