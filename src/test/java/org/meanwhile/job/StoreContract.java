package org.meanwhile.job;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.meanwhile.database.TestDatabase;
import org.meanwhile.job.bulk.BulkTargetsContract;
import org.meanwhile.job.change.CancellingContract;
import org.meanwhile.job.change.EditingContract;
import org.meanwhile.job.content.ContentContract;
import org.meanwhile.job.content.PartialContract;
import org.meanwhile.job.delivery.DeliveryContract;
import org.meanwhile.job.dependency.DependencyContract;
import org.meanwhile.job.estimate.EstimateContract;
import org.meanwhile.job.group.GroupContract;
import org.meanwhile.job.lease.LeaseContract;
import org.meanwhile.job.lease.LeaseOutputContract;
import org.meanwhile.job.lease.WorkersContract;
import org.meanwhile.job.log.LogContract;
import org.meanwhile.job.pause.PausingContract;
import org.meanwhile.job.read.ChangesContract;
import org.meanwhile.job.read.FindingContract;
import org.meanwhile.job.read.ReadingContract;
import org.meanwhile.job.retention.CleaningContract;
import org.meanwhile.job.reuse.ReuseContract;
import org.meanwhile.job.reuse.RidingContract;
import org.meanwhile.job.run.ClaimingContract;
import org.meanwhile.job.run.DeadlineContract;
import org.meanwhile.job.run.DrainingContract;
import org.meanwhile.job.run.EndingContract;
import org.meanwhile.job.run.FairClaimingContract;
import org.meanwhile.job.run.RescueContract;
import org.meanwhile.job.schedule.ScheduleContract;
import org.meanwhile.job.share.SharingContract;
import org.meanwhile.job.statistics.FiguresContract;
import org.meanwhile.job.statistics.OverviewContract;
import org.meanwhile.job.submit.BulkContract;
import org.meanwhile.job.submit.CreatingContract;
import org.meanwhile.job.submit.QuotaContract;

/** All contracts of the stores, for each database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract
    implements CreatingContract,
        BulkContract,
        BulkTargetsContract,
        ClaimingContract,
        FairClaimingContract,
        QuotaContract,
        EndingContract,
        CancellingContract,
        EditingContract,
        RescueContract,
        DeadlineContract,
        DependencyContract,
        GroupContract,
        ReuseContract,
        RidingContract,
        ContentContract,
        PartialContract,
        CleaningContract,
        PausingContract,
        DrainingContract,
        SharingContract,
        ScheduleContract,
        MappingContract,
        ReadingContract,
        FindingContract,
        ChangesContract,
        DeliveryContract,
        EstimateContract,
        LogContract,
        LeaseContract,
        LeaseOutputContract,
        WorkersContract,
        OverviewContract,
        FiguresContract {
  private Stores stores;

  /** Creates an empty database. */
  abstract TestDatabase database();

  @BeforeAll
  void open() {
    stores = new Stores(database());
  }

  @BeforeEach
  void clear() {
    stores.db.clear();
    stores.ended.events().clear();
    stores.accepted.events().clear();
    stores.cancelRequested.events().clear();
    stores.saved.events().clear();
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
