package org.meanwhile.job.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.TappedSource;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.Stores;
import org.meanwhile.job.submit.Submission.Outcome;
import org.meanwhile.platform.Scope;

/** A request that is repeated before, while or after the first is stored makes one job. */
public interface CreatingContract {
  Stores stores();

  private static NewJob keyed(String caller, String fingerprint) {
    return Order.any().by(caller).once(Idempotency.byKey("a key", fingerprint)).request();
  }

  private static NewJob named(JobId id, String caller, String fingerprint) {
    return Order.any().by(caller).once(Idempotency.byId(fingerprint)).request(id);
  }

  @Test
  default void a_repeated_key_answers_with_the_first_job() {
    Submission first = stores().jobs.submit(keyed("alice", "f"));
    Submission second = stores().jobs.submit(keyed("alice", "f"));

    assertThat(first.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(second.outcome()).isEqualTo(Outcome.REPEATED);
    assertThat(second.job().job().id()).isEqualTo(first.job().job().id());
    assertThat(stores().count("job")).isOne();
    assertThat(stores().count("job_request")).isOne();
  }

  @Test
  default void a_key_belongs_to_one_request() {
    stores().jobs.submit(keyed("alice", "f"));

    assertThat(stores().jobs.submit(keyed("alice", "g")).outcome()).isEqualTo(Outcome.DIFFERENT);
    assertThat(stores().count("job")).isOne();
  }

  @Test
  default void a_key_belongs_to_its_caller() {
    stores().jobs.submit(keyed("alice", "f"));

    assertThat(stores().jobs.submit(keyed("bob", "g")).outcome()).isEqualTo(Outcome.CREATED);
  }

  @Test
  default void an_id_makes_one_job() {
    JobId id = new JobId(UUID.randomUUID());

    assertThat(stores().jobs.submit(named(id, "alice", "f")).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(stores().jobs.submit(named(id, "alice", "f")).outcome()).isEqualTo(Outcome.REPEATED);
    assertThat(stores().jobs.submit(named(id, "alice", "g")).outcome())
        .isEqualTo(Outcome.DIFFERENT);
    assertThat(stores().jobs.submit(named(id, "bob", "f")).outcome()).isEqualTo(Outcome.NOT_YOURS);
    assertThat(stores().count("job")).isOne();
  }

  @Test
  default void a_put_to_an_id_that_the_server_chose_is_another_request() {
    JobId id = stores().jobs.store(Order.any());

    assertThat(stores().jobs.submit(named(id, "alice", "f")).outcome())
        .isEqualTo(Outcome.DIFFERENT);
  }

  @Test
  default void requests_that_come_together_make_one_job() {
    JobId id = new JobId(UUID.randomUUID());

    List<Submission> done =
        stores()
            .jobs
            .submit(
                List.of(
                    keyed("alice", "f"),
                    Order.any().request(),
                    keyed("alice", "f"),
                    named(id, "alice", "f"),
                    keyed("alice", "g"),
                    named(id, "bob", "f")));

    assertThat(done)
        .extracting(Submission::outcome)
        .containsExactly(
            Outcome.CREATED,
            Outcome.CREATED,
            Outcome.REPEATED,
            Outcome.CREATED,
            Outcome.DIFFERENT,
            Outcome.NOT_YOURS);
    assertThat(done.get(2).job().job().id()).isEqualTo(done.get(0).job().job().id());
    assertThat(stores().count("job")).isEqualTo(3);
  }

  @Test
  default void a_repetition_is_found_before_it_is_stored() {
    RepeatedRequests repeated = new RepeatedRequests(stores().database);
    JobId id = new JobId(UUID.randomUUID());
    JobId keyed = stores().jobs.submit(keyed("alice", "f")).job().job().id();
    stores().jobs.submit(named(id, "alice", "f"));

    assertThat(repeated.find(keyed("alice", "f").identity()).orElseThrow())
        .satisfies(
            found -> {
              assertThat(found.outcome()).isEqualTo(Outcome.REPEATED);
              assertThat(found.job().job().id()).isEqualTo(keyed);
            });
    assertThat(repeated.find(keyed("alice", "g").identity()))
        .map(Submission::outcome)
        .contains(Outcome.DIFFERENT);
    assertThat(repeated.find(named(id, "bob", "f").identity()))
        .map(Submission::outcome)
        .contains(Outcome.NOT_YOURS);
    assertThat(repeated.find(keyed("bob", "f").identity())).isEmpty();
    assertThat(stores().count("job")).as("only looked").isEqualTo(2);
  }

  @Test
  default void an_expired_record_is_no_original() {
    RepeatedRequests repeated = new RepeatedRequests(stores().database);
    stores().jobs.remove(stores().jobs.submit(keyed("alice", "f")).job().job().id());
    stores().pass(Duration.ofHours(3));

    assertThat(repeated.find(keyed("alice", "f").identity())).isEmpty();
  }

  @Test
  default void a_request_without_key_or_id_costs_no_look_up() throws Exception {
    RepeatedRequests repeated = new RepeatedRequests(stores().database);
    NewJob request = Order.any().request();

    List<String> statements =
        statements(
            () -> {
              assertThat(repeated.find(request.identity())).isEmpty();
              return stores().jobs.submit(request);
            });

    assertThat(statements)
        .containsExactly(
            "SELECT CURRENT_TIMESTAMP", SubmitSql.JOBS_INSERT, SubmitSql.REQUESTS_INSERT);
  }

  private List<String> statements(Callable<?> body) throws Exception {
    List<String> statements = new ArrayList<>();
    TappedSource.Tap tap =
        new TappedSource.Tap() {
          @Override
          public String statement(String sql) {
            statements.add(sql);
            return sql;
          }
        };
    stores().db.tapped().with(tap, body);
    return statements;
  }

  @Test
  default void a_repetition_waits_for_the_first_and_finds_its_job() throws Exception {
    var first = Race.first(stores().db, () -> stores().jobs.submit(keyed("alice", "f")));
    var second = first.second(() -> stores().jobs.submit(keyed("alice", "f")));
    assertThat(second.isDone()).as("it waits for the first").isFalse();
    Submission created = first.commit();

    assertThat(created.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(Race.get(second).outcome()).isEqualTo(Outcome.REPEATED);
    assertThat(Race.get(second).job().job().id()).isEqualTo(created.job().job().id());
    assertThat(stores().count("job")).isOne();
  }

  @Test
  default void another_request_with_the_same_id_waits_for_the_first_and_is_refused()
      throws Exception {
    JobId id = new JobId(UUID.randomUUID());

    var first = Race.first(stores().db, () -> stores().jobs.submit(named(id, "alice", "f")));
    var second = first.second(() -> stores().jobs.submit(named(id, "alice", "g")));
    first.commit();

    assertThat(Race.get(second).outcome()).isEqualTo(Outcome.DIFFERENT);
  }

  @Test
  default void a_repetition_does_not_fail_the_other_jobs_of_its_batch() throws Exception {
    var first = Race.first(stores().db, () -> stores().jobs.submit(keyed("alice", "f")));
    var second =
        first.second(
            () -> stores().jobs.submit(List.of(Order.any().request(), keyed("alice", "f"))));
    first.commit();

    assertThat(Race.get(second))
        .extracting(Submission::outcome)
        .containsExactly(Outcome.CREATED, Outcome.REPEATED);
    assertThat(stores().count("job")).isEqualTo(2);
  }

  @Test
  default void a_repeated_file_is_not_taken() {
    StagedFile file = stores().upload(new byte[300_000]);
    StagedFile again = stores().upload(new byte[300_000]);
    Idempotency key = Idempotency.byKey("a key", "f");
    stores().jobs.submit(Order.any().with(file).once(key).request());
    Submission second = stores().jobs.submit(Order.any().with(again).once(key).request());

    assertThat(second.outcome()).isEqualTo(Outcome.REPEATED);
    assertThat(stores().state(file.content().id())).contains("KEPT");
    assertThat(stores().state(again.content().id())).as("its uploader's").contains("STAGED");
  }

  @Test
  default void a_key_and_an_id_are_free_again_when_the_record_has_expired() {
    JobId id = new JobId(UUID.randomUUID());
    stores().jobs.submit(named(id, "alice", "f"));
    JobId keyed = stores().jobs.submit(keyed("alice", "f")).job().job().id();
    stores().jobs.remove(id);
    stores().jobs.remove(keyed);
    stores().pass(Duration.ofHours(3));

    assertThat(stores().jobs.submit(named(id, "bob", "g")).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(stores().jobs.submit(keyed("alice", "g")).outcome()).isEqualTo(Outcome.CREATED);
    assertThat(stores().jobs.find(id, Scope.of("alice"))).isEmpty();
    assertThat(stores().count("job")).isEqualTo(2);
  }
}
