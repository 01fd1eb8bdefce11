package org.meanwhile.api.wait;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.meanwhile.api.request.LeaseRequest;
import org.meanwhile.job.lease.Worker;
import org.meanwhile.worker.GivenLease;
import org.meanwhile.worker.WorkerAsk;

/** A worker's request that is held until there are jobs for it, or the time is over. */
abstract class PendingLeases extends PendingResponse implements WorkerAsk {
  private enum State {
    WAITING,
    /** Jobs are being claimed for it: its time does not end. */
    TAKEN,
    OVER
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private final LeaseRequest request;
  private final boolean waits;
  private final Function<List<GivenLease>, Response> respond;

  PendingLeases(
      LeaseRequest request,
      boolean waits,
      Function<List<GivenLease>, Response> respond,
      long deadlineNanos,
      BooleanSupplier admitted) {
    super(deadlineNanos, admitted);
    this.request = request;
    this.waits = waits;
    this.respond = respond;
  }

  @Override
  public final Worker worker() {
    return request.worker();
  }

  @Override
  public final Set<String> operations() {
    return request.operations();
  }

  @Override
  public final int most() {
    return request.most();
  }

  @Override
  public final boolean waits() {
    return waits;
  }

  @Override
  public final boolean tryTake() {
    return state.compareAndSet(State.WAITING, State.TAKEN);
  }

  @Override
  public final void release() {
    state.compareAndSet(State.TAKEN, State.WAITING);
  }

  @Override
  public final void answer(List<GivenLease> leases) {
    state.set(State.OVER);
    decide(() -> respond.apply(leases));
  }

  @Override
  public final void fail(RuntimeException failure) {
    state.set(State.OVER);
    decide(
        () -> {
          throw failure;
        });
  }

  @Override
  public final void close() {
    if (state.compareAndSet(State.WAITING, State.OVER)) {
      decide(() -> respond.apply(List.of()));
    }
  }
}
