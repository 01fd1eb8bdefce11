package org.meanwhile.builtin.group;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meanwhile.job.JobId;
import org.meanwhile.job.group.Members;
import org.meanwhile.job.group.Members.Member;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.Task;

/** The operation {@code group}: writes a line for each member, in the order given. */
@ApplicationScoped
class Group implements Operation<Map<String, @Nullable Object>> {
  private static final int PAGE = 1000;

  @Inject private Members members;

  @Override
  public void run(Map<String, @Nullable Object> input, Task task) throws Exception {
    JobId group = new JobId(task.jobId());
    String base = task.uninterrupted(() -> members.base(group));
    OutputStream output = task.output("application/x-ndjson", "group.ndjson");
    int last = -1;
    for (List<Member> page = page(last, group, task);
        !page.isEmpty();
        page = page(last, group, task)) {
      task.checkCanceled();
      for (Member member : page) {
        output.write(GroupLine.of(member, base));
        last = member.position();
      }
    }
    task.progress(last + 1L, last + 1L, "jobs");
  }

  private List<Member> page(int last, JobId group, Task task) throws Exception {
    return task.uninterrupted(() -> members.behind(last, group, PAGE));
  }
}
