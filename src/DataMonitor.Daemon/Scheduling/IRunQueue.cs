namespace DataMonitor.Daemon.Scheduling;

/// <summary>Hands runs to workers. Nothing durable lives in it: what it loses is handed over again.</summary>
internal interface IRunQueue
{
    void Enqueue(Guid runId);

    /// <returns>How many handed-over runs no worker has taken yet.</returns>
    long Waiting();
}
