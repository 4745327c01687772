using DataMonitor.Daemon.Scheduling;
using Hangfire.Common;

namespace DataMonitor.Daemon.Tests.Scheduling;

public sealed class HangfireServicesTests
{
    [Theory]
    [InlineData("DataMonitor.Daemon.Scheduling.RunJob, monitor", typeof(RunJob))]
    [InlineData("DataMonitor.Daemon.Scheduling.TickJob, monitor", typeof(TickJob))]
    [InlineData("System.Guid, mscorlib", typeof(Guid))]
    public void Resolve_OurJob_IsFound(string name, Type expected) => HangfireServices.Resolve(name).ShouldBe(expected);

    [Theory] // whoever can write the job tables must not be able to run what he likes
    [InlineData("System.Diagnostics.Process, System.Diagnostics.Process")]
    [InlineData("System.IO.File, mscorlib")]
    [InlineData("DataMonitor.Daemon.Program, monitor")]
    public void Resolve_AnythingElse_IsRefused(string name) => Should.Throw<InvalidOperationException>(() => HangfireServices.Resolve(name));

    [Fact] // stored in databases: a renamed method would strand every waiting job
    public void Jobs_Signature_StaysAsItIs()
    {
        Job.FromExpression<RunJob>(job => job.ExecuteAsync(Guid.Empty, CancellationToken.None)).ToString().ShouldBe("RunJob.ExecuteAsync");
        typeof(RunJob).GetMethod(nameof(RunJob.ExecuteAsync)).ShouldNotBeNull().GetParameters().Select(parameter => parameter.ParameterType).ShouldBe([typeof(Guid), typeof(CancellationToken)]);
        typeof(TickJob).GetMethod(nameof(TickJob.ExecuteAsync)).ShouldNotBeNull().GetParameters().Select(parameter => parameter.ParameterType).ShouldBe([typeof(CancellationToken)]);
    }
}
