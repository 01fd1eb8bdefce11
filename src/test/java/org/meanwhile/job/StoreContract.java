package org.meanwhile.job;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** What the stores hold to on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract
    implements CreatingContract,
        ClaimingContract,
        FairClaimingContract,
        QuotaContract,
        EndingContract,
        CancellingContract,
        RescueContract,
        ContentContract,
        PurgeContract,
        SharingContract,
        ReadingContract,
        ChangesContract,
        DeliveryContract,
        OverviewContract {
  private Stores stores;

  /** A new one. */
  abstract TestDatabase database();

  @BeforeAll
  void open() {
    stores = new Stores(database());
  }

  @BeforeEach
  void clear() {
    stores.db.clear();
    stores.ended.hints().clear();
  }

  @AfterEach
  void endRaces() {
    Race.endAll();
  }

  @AfterAll
  void close() {
    stores.close();
  }

  @Override
  public Stores stores() {
    return stores;
  }
}
