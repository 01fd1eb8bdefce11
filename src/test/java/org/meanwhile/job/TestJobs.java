package org.meanwhile.job;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceContext;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.meanwhile.database.Database;
import org.meanwhile.job.change.EditResult;
import org.meanwhile.job.change.JobEdits;
import org.meanwhile.job.change.JobPatch;
import org.meanwhile.job.change.Removals;
import org.meanwhile.job.delivery.SecretSeal;
import org.meanwhile.job.read.Failures;
import org.meanwhile.job.read.JobFilter;
import org.meanwhile.job.read.JobLists;
import org.meanwhile.job.read.JobPage;
import org.meanwhile.job.read.JobQuery;
import org.meanwhile.job.read.JobReader;
import org.meanwhile.job.submit.JobInserter;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.platform.Scope;
import org.meanwhile.platform.Settings;

/** The calls of clients, each in a transaction of its own as the container would make it. */
public final class TestJobs implements AutoCloseable {
  private final EventRecorder<Object> events = new EventRecorder<>();
  private final Database database;
  private final EntityManagerFactory entities;
  private final JobInserter inserter;
  private final JobReader reader;
  private final SecretSeal seal;

  public TestJobs(Database database, SecretSeal seal) {
    this.database = database;
    this.seal = seal;
    this.inserter = new JobInserter(database, seal);
    this.reader = new JobReader(database);
    this.entities =
        Persistence.createEntityManagerFactory(
            "meanwhile",
            Map.of(
                "jakarta.persistence.transactionType",
                "RESOURCE_LOCAL",
                "jakarta.persistence.jtaDataSource",
                "",
                "jakarta.persistence.nonJtaDataSource",
                database.source(),
                "eclipselink.session-name",
                "test-" + System.identityHashCode(database)));
  }

  public JobId store(Order order) {
    NewJob request = order.request();
    inserter.store(request);
    return request.id();
  }

  public Submission submit(NewJob request) {
    return inserter.store(request);
  }

  /** Stores jobs in one transaction, as if they came at the same time. */
  public List<Submission> submit(List<NewJob> requests) {
    return inserter.store(requests);
  }

  public Optional<JobView> find(JobId job, Scope scope) {
    return reader.find(job).filter(view -> view.isVisibleTo(scope));
  }

  public Optional<JobView> remove(JobId job) {
    return inTransaction(Removals.class, jobs -> jobs.remove(job, Scope.everyone()));
  }

  /** Changes a job; runs of each operation can be suspended. */
  public EditResult edit(JobId job, JobPatch patch) {
    return inTransaction(
            JobEdits.class, edits -> edits.edit(job, Scope.everyone(), patch, operation -> true))
        .orElseThrow();
  }

  public Optional<JobView> deleteOutput(JobId job) {
    return inTransaction(Removals.class, jobs -> jobs.deleteOutput(job, Scope.everyone()));
  }

  /** Reads an entity by JPA. */
  public <T> T entity(Class<T> type, JobId id) {
    try (EntityManager manager = entities.createEntityManager()) {
      return manager.find(type, id.value());
    }
  }

  public List<JobView> list(JobQuery query) {
    return page(query).items();
  }

  public JobPage page(JobQuery query) {
    return inTransaction(JobLists.class, lists -> lists.page(query));
  }

  public String pageVersion(JobQuery query) {
    return inTransaction(JobLists.class, lists -> lists.version(query));
  }

  public Failures failures(JobFilter filter) {
    return inTransaction(JobLists.class, lists -> lists.failures(filter));
  }

  private <B, T> T inTransaction(Class<B> type, Function<B, T> work) {
    try (EntityManager manager = entities.createEntityManager()) {
      manager.getTransaction().begin();
      T result;
      try {
        result = work.apply(bean(type, manager));
      } catch (RuntimeException e) {
        manager.getTransaction().rollback();
        throw e;
      }
      manager.getTransaction().commit();
      return result;
    }
  }

  /** Gives a bean what the container would inject. */
  private <B> B bean(Class<B> type, EntityManager manager) {
    Object[] injectable = {manager, events, database, seal, new Settings(name -> null)};
    try {
      B bean = type.getDeclaredConstructor().newInstance();
      for (Field field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(Inject.class)
            || field.isAnnotationPresent(PersistenceContext.class)) {
          field.setAccessible(true);
          for (Object candidate : injectable) {
            if (field.getType().isInstance(candidate)) {
              field.set(bean, candidate);
            }
          }
        }
      }
      return bean;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    entities.close();
  }
}
