namespace DataMonitor.Daemon.Commands;

/// <summary>The log of a command: warnings and worse, one line each, on the error stream; exceptions only when asked for.</summary>
internal sealed class ErrorLog(TextWriter error, bool isVerbose) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error || isVerbose;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            error.WriteLine(isVerbose && exception is not null ? $"{formatter(state, exception)}: {exception}" : formatter(state, exception));
        }
    }
}
