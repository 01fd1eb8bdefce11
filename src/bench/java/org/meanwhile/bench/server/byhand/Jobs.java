package org.meanwhile.bench.server.byhand;

import jakarta.ejb.Stateless;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;
import java.util.UUID;

/** Stores and finds jobs. Each method is a transaction. */
@Stateless
public class Jobs {
  private static final Jsonb JSON = JsonbBuilder.create();

  @PersistenceContext private EntityManager entities;

  public Optional<JobEntity> find(UUID id) {
    return Optional.ofNullable(entities.find(JobEntity.class, id));
  }

  public JobEntity store(JobRequest request) {
    JobEntity job =
        new JobEntity(
            request.getOperation(), JSON.toJson(request.getInput()), request.getStartAt());
    entities.persist(job);
    return job;
  }
}
