package org.meanwhile.api.download;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meanwhile.api.download.DownloadMetrics.Source;
import org.meanwhile.api.http.ByteRange;
import org.meanwhile.api.http.ClientGone;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.Output;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.PartialOutput;
import org.meanwhile.job.statistics.JobMetrics;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Service;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.StopTime;

/**
 * Streams outputs to clients in pieces of 64 KiB, which is what the connector sends at a time. When
 * an output is deleted while it is sent from the database, the response breaks off, so that no
 * client takes a part for the whole.
 *
 * <p>Every 10 s the files of outputs that were deleted, on whichever node, are deleted too.
 */
@ApplicationScoped
public class Downloads implements Service {
  private static final System.Logger LOG = System.getLogger(Downloads.class.getName());
  private static final Duration SWEEP_PERIOD = Duration.ofSeconds(10);

  @Resource private ManagedExecutorService threads;
  @Inject private ContentStore contents;
  @Inject private JobMetrics metrics;
  @Inject private DownloadMetrics sources;
  @Inject private Settings settings;
  private CacheDirectory directory;
  private StoredFiles stored;
  private GrowingFiles growing;
  private ReadAhead readAhead;
  private ProxyFiles proxy;
  private Loop sweep;

  @PostConstruct
  void prepare() {
    String parent = settings.get(DownloadSettings.CACHE_DIRECTORY);
    ProxyHeader header = settings.get(DownloadSettings.PROXY_HEADER);
    directory =
        new CacheDirectory(
            Path.of(parent.isEmpty() ? System.getProperty("java.io.tmpdir") : parent)
                .toAbsolutePath(),
            header != ProxyHeader.NONE);
    readAhead = new ReadAhead(threads);
    stored = new StoredFiles(settings.get(DownloadSettings.CACHE_MAX_BYTES));
    growing = new GrowingFiles(directory, stored, readAhead);
    proxy = new ProxyFiles(header, settings.get(DownloadSettings.PROXY_PATH), stored);
    sources.cached(stored::heldBytes);
    sweep =
        Loop.periodic(
            LOG,
            "deleting files of deleted outputs",
            DatabaseFailure::isTransient,
            SWEEP_PERIOD,
            this::sweep);
  }

  @Override
  public Phase phase() {
    return Phase.WATCH;
  }

  @Override
  public boolean isWanted() {
    return settings.plays(Role.API) && stored.maxBytes() > 0;
  }

  @Override
  public void start() {
    directory.open();
    sweep.start(threads);
  }

  private void sweep() {
    Set<UUID> asked = stored.contents();
    if (!asked.isEmpty()) {
      stored.retain(asked, contents.kept(asked));
    }
  }

  @Override
  public void stop(StopTime time) {
    sweep.stop();
    directory.close();
    stored.clear();
  }

  /**
   * The field {@link #proxyField} for a proxy that is to send the output itself; empty when {@link
   * #of} sends it.
   *
   * @param partial whether one range of it is the answer
   */
  public Optional<String> byProxy(Output output, HttpHeaders request, boolean partial) {
    Optional<String> value = proxy.value(output, request, partial);
    value.ifPresent(any -> sources.began(Source.PROXY));
    return value;
  }

  /** The name of the field that has a proxy send a file. */
  public String proxyField() {
    return proxy.header().field();
  }

  /** The bytes of a range of an output. */
  public StreamingOutput of(Output output, ByteRange bytes) {
    return to -> {
      if (bytes.sizeBytes() > 0) {
        send(open(output, bytes), bytes, to);
      }
    };
  }

  /** The bytes of a range of an output that is being written. */
  public StreamingOutput of(PartialOutput output, ByteRange bytes) {
    return to -> send(new PartialBytes(contents, output.content()), bytes, to);
  }

  private void send(OutputBytes bytesOfOutput, ByteRange bytes, OutputStream to)
      throws IOException {
    long position = bytes.first();
    try (OutputBytes from = bytesOfOutput) {
      while (position <= bytes.last()) {
        ByteBuffer piece = from.read(position);
        int count =
            (int)
                Math.min(
                    Math.min(piece.remaining(), OutputBytes.PIECE_BYTES),
                    bytes.last() - position + 1);
        to.write(piece.array(), piece.arrayOffset() + piece.position(), count);
        position += count;
      }
    } catch (ClientGone e) {
      // The client has disconnected: the rest is not read for nobody.
    } finally {
      metrics.sent(position - bytes.first());
    }
  }

  private OutputBytes open(Output output, ByteRange bytes) throws IOException {
    if (output.contentId().isEmpty()) {
      byte[] inline = contents.readInline(output.job());
      if (inline == null) {
        throw new EOFException("the output of job " + output.job() + " was deleted");
      }
      return new InlineBytes(inline);
    }
    UUID content = output.contentId().get();
    Chunks chunks = new Chunks(seq -> contents.chunk(content, seq), content, output.sizeBytes());
    DatabaseBytes database = new DatabaseBytes(chunks, readAhead, bytes.last() + 1);
    Optional<OutputBytes> file = stored.bytes(output.sha256(), content, database);
    if (file.isPresent()) {
      sources.began(Source.FILE);
      return file.get();
    }
    Optional<OutputBytes> first = growing.bytes(output.sha256(), chunks, database);
    sources.began(first.isPresent() ? Source.FIRST : Source.DATABASE);
    return first.orElse(database);
  }
}
