package org.meanwhile.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.TappedSource;
import org.meanwhile.job.BeforeStatement;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Progress;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.Stores;

/** Applies each step to the stores and to their model, and compares the two. */
final class History {
  private static final List<String> OPERATIONS = List.of(Order.COPY);
  private static final byte[] BYTE = {1};

  /** Steps mostly choose among the latest: older ones seldom matter. */
  private static final int RECENT = 5;

  private final Stores stores;
  private final StoreModel model = new StoreModel();
  private final UUID[] places = new UUID[Step.PLACES];
  private final List<Lease> leases = new ArrayList<>();
  private final List<StagedFile> uploads = new ArrayList<>();
  private byte mark;

  private History(Stores stores) {
    this.stores = stores;
    stores.db.clear();
    for (int place = 0; place < places.length; place++) {
      join(place);
    }
  }

  /** Throws AssertionError when the stores differ from the model. */
  static void play(Stores stores, List<Step> steps) throws Exception {
    History history = new History(stores);
    for (Step step : steps) {
      history.take(step);
      history.model.compare(stores);
    }
  }

  private void take(Step step) throws Exception {
    if (step instanceof Step.Create create) {
      create(create);
    } else if (step instanceof Step.Upload) {
      StagedFile file = stores.upload(BYTE);
      uploads.add(file);
      model.upload(file.content().id());
    } else if (step instanceof Step.GiveUp giveUp) {
      one(uploads, giveUp.upload()).ifPresent(this::giveUp);
    } else if (step instanceof Step.Claim claim) {
      claim(places[claim.place()], claim.most());
    } else if (step instanceof Step.Crash crash) {
      crash(crash.place());
    } else if (step instanceof Step.SlowRescue rescue) {
      slowRescue(rescue);
    } else if (step instanceof Step.Finish finish) {
      lease(finish.lease(), finish.guise()).ifPresent(lease -> finish(lease, finish));
    } else if (step instanceof Step.Report report) {
      lease(report.lease(), report.guise()).ifPresent(this::report);
    } else if (step instanceof Step.Checkpoint checkpoint) {
      lease(checkpoint.lease(), checkpoint.guise()).ifPresent(this::checkpoint);
    } else if (step instanceof Step.Remove remove) {
      one(model.ids(), remove.job()).ifPresent(this::remove);
    } else if (step instanceof Step.DeleteOutput delete) {
      one(model.ids(), delete.job()).ifPresent(this::deleteOutput);
    } else if (step instanceof Step.Purge) {
      stores.cleaner.purge(2, StoreModel.IDLE);
      model.purge();
    } else if (step instanceof Step.Pass pass) {
      stores.pass(Duration.ofMinutes(pass.minutes()));
      model.pass(pass.minutes());
    }
  }

  private static <T> Optional<T> one(List<T> all, int which) {
    List<T> recent = all.subList(Math.max(0, all.size() - RECENT), all.size());
    return recent.isEmpty() ? Optional.empty() : Optional.of(recent.get(which % recent.size()));
  }

  /** A lease that was held once, or one that differs from it in one part. */
  private Optional<Lease> lease(int which, Step.Guise guise) {
    return one(leases, which)
        .map(
            lease ->
                switch (guise) {
                  case ITSELF -> lease;
                  case ANOTHER_NODE -> new Lease(lease.job(), UUID.randomUUID(), lease.claim());
                  case ITS_NODE_BEFORE -> new Lease(lease.job(), lease.node(), lease.claim() - 1);
                });
  }

  private void join(int place) {
    places[place] = stores.node();
    model.join(places[place]);
  }

  private void create(Step.Create create) {
    Order plain = Order.any().withPriority(create.priority());
    Order order = create.rerunnable() ? plain : plain.notRerunnable();
    Optional<StagedFile> file =
        create.upload() < 0 ? Optional.empty() : one(uploads, create.upload());
    UUID content = file.map(f -> f.content().id()).orElse(null);
    Order whole = file.map(order::with).orElse(order);
    if (content == null || model.mayKeep(content)) {
      model.create(stores.jobs.store(whole), create, content);
    } else {
      assertThatThrownBy(() -> stores.jobs.store(whole)).isInstanceOf(IllegalStateException.class);
    }
  }

  private void giveUp(StagedFile file) {
    stores.chunks.discard(file.content().id());
    model.discard(file.content().id());
  }

  private void claim(UUID node, int most) {
    stores.scheduler.promote(Integer.MAX_VALUE);
    List<ClaimedJob> claimed = stores.claim(node, OPERATIONS, most);
    assertThat(claimed.stream().map(ClaimedJob::lease)).isEqualTo(model.claim(node, most));
    for (ClaimedJob job : claimed) {
      leases.add(job.lease());
      assertThat(job.checkpoint().map(state -> state[0]).orElse((byte) 0))
          .isEqualTo(model.checkpointOf(job.lease().job()));
    }
  }

  /** The node goes on for a moment after it was marked dead. */
  private void crash(int place) {
    UUID dead = places[place];
    stores.crash(dead);
    model.die(dead);
    model.rescue();
    claim(dead, 1);
    assertThat(stores.nodes.beat(dead)).isFalse();
    join(place);
  }

  private void slowRescue(Step.SlowRescue step) throws Exception {
    UUID dead = places[step.place()];
    stores.nodes.leave(dead);
    model.die(dead);
    join(step.place());
    List<JobId> toGiveBack = model.toGiveBack();
    // Jobs that end in the same transaction are locked by then: the overtaker would wait for them.
    boolean free = model.nothingToEnd() && !toGiveBack.isEmpty();
    TappedSource.Tap tap =
        new BeforeStatement(
            RunSql.RELEASE_CRASHED,
            () -> {
              if (step.by() == Step.Overtaken.CANCEL) {
                one(toGiveBack, step.job()).ifPresent(this::remove);
              } else if (free) {
                stores.rescuer.rescue(StoreModel.MOST_CRASHES);
                model.rescue();
                claim(places[step.place()], 2);
              }
            });
    stores.db.tapped().with(tap, () -> stores.rescuer.rescue(StoreModel.MOST_CRASHES));
    if (step.by() == Step.Overtaken.CANCEL && !toGiveBack.isEmpty()) {
      model.rescueAllBut(one(toGiveBack, step.job()).orElseThrow());
    } else if (!free) {
      model.rescue();
    }
  }

  private void finish(Lease lease, Step.Finish step) {
    RunResult ending =
        switch (step.how()) {
          case SUCCEEDED -> success(lease, step.outputGivenUp());
          case FAILED -> new RunResult.Failed(new JobError(500, "failed", ""));
          case CANCELED -> new RunResult.Canceled();
          case TRY_AGAIN ->
              new RunResult.TryAgain(StoreModel.BACK_OFF, new JobError(500, "again", ""));
          case HANDED_BACK -> new RunResult.HandedBack();
        };
    if (model.wouldPublishWhatWasGivenUp(lease, ending)) {
      assertThatThrownBy(() -> stores.complete(lease, ending))
          .isInstanceOf(IllegalStateException.class);
    } else {
      assertThat(stores.complete(lease, ending)).isEqualTo(model.finish(lease, ending));
    }
  }

  private RunResult success(Lease lease, boolean givenUp) {
    UUID content = UUID.randomUUID();
    stores.chunks.append(content, lease, 0, BYTE);
    model.output(content, lease);
    if (givenUp) {
      stores.chunks.discard(content);
      model.discard(content);
    }
    return new RunResult.Succeeded(new StoredContent(content, null, 1, "00"), "text/plain", "out");
  }

  private void report(Lease lease) {
    long done = ++mark;
    Progress progress = new Progress(done, null, null, null);
    stores.claims.report(List.of(new Claims.ProgressReport(lease, progress, Optional.empty())));
    model.report(lease, done);
  }

  private void checkpoint(Lease lease) {
    byte state = ++mark;
    assertThat(stores.claims.checkpoint(lease, new byte[] {state}))
        .isEqualTo(model.checkpoint(lease, state));
  }

  private void remove(JobId job) {
    stores.jobs.remove(job);
    model.remove(job);
  }

  private void deleteOutput(JobId job) {
    stores.jobs.deleteOutput(job);
    model.deleteOutput(job);
  }
}
