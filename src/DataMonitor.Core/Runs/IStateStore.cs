using DataMonitor.Core.Alerting;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Core.Runs;

/// <summary>The one place where everything durable lives. Safe from any thread and, on PostgreSQL, from any number of daemons.</summary>
public interface IStateStore : IRunStore, IHistory, IStatusReader, IExportLog, IOutbox, IAsyncDisposable;

/// <summary>The store did not answer. The message is fit for people and logs: no secret.</summary>
public sealed class StateException(string problem, string remedy, bool isTransient, Exception? cause = null)
    : Exception($"The state store {problem}. {remedy}", cause)
{
    public bool IsTransient => isTransient;
}
