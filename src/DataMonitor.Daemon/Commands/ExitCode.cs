using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Commands;

/// <summary>What the shell is told. Fixed for ever: scripts depend on them.</summary>
internal static class ExitCode
{
    public const int Passed = 0;
    public const int Warned = 1;
    public const int Failed = 2;
    public const int Errored = 3;

    /// <summary>Wrong command line, wrong definitions or wrong settings (EX_USAGE).</summary>
    public const int Usage = 64;

    public static int Of(RunStatus status) => status switch
    {
        RunStatus.Warned => Warned,
        RunStatus.Failed => Failed,
        RunStatus.Errored or RunStatus.Missed => Errored,
        _ => Passed,
    };
}
