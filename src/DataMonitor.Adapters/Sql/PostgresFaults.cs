using System.Net.Sockets;
using System.Security.Authentication;
using DataMonitor.Core.Planning;
using Npgsql;

namespace DataMonitor.Adapters.Sql;

/// <summary>What the errors of Npgsql and the SQLSTATEs of PostgreSQL mean. Their texts, which may hold values, stay here.</summary>
internal sealed class PostgresFaults(ServerSource source)
{
    public string SourceName => source.Name;

    private string Address => $"{source.Host}:{source.Port}";

    private string User => source.UserName;

    /// <returns>Whether the statement is to blame, and not the connection or the server.</returns>
    public static bool IsOfStatement(PostgresException error) =>
        error.SqlState[..2] is not ("08" or "28" or "3D" or "58" or "XX") && error.SqlState is not ("57P01" or "57P02" or "57P03" or "57P04" or "40001" or "40P01" or "25P03" or "53300");

    public static SqlFault Of(PostgresException error, string sql, bool wasLong)
    {
        var kind = error.SqlState switch
        {
            "42703" => SqlFaultKind.MissingColumn,
            "42P01" or "3F000" => SqlFaultKind.MissingTable,
            "42883" or "42804" or "42846" or "42P18" or "42P08" or "42809" or "42725" => SqlFaultKind.WrongType,
            "42501" => SqlFaultKind.Denied,
            "22012" => SqlFaultKind.DivisionByZero,
            "22003" or "22008" => SqlFaultKind.OutOfRange,
            "22P02" or "22007" or "22P03" or "22021" => SqlFaultKind.BadValue,
            "2201B" => SqlFaultKind.BadRegex,
            "42601" or "42803" or "42P20" or "42702" or "42712" or "42P10" or "21000" => SqlFaultKind.BadSyntax,
            "25006" => SqlFaultKind.NotReadOnly,
            "0A000" when NameAt(sql, error.Position) is "WITH" or "with" => SqlFaultKind.NotReadOnly,
            "57014" => wasLong ? SqlFaultKind.Timeout : SqlFaultKind.Cancelled,
            "55P03" => SqlFaultKind.Locked,
            _ when error.SqlState[..2] is "53" or "54" => SqlFaultKind.OutOfResources,
            _ => SqlFaultKind.Other,
        };
        return new(kind, error.SqlState, NameAt(sql, error.Position));
    }

    /// <returns>The exception to throw when a session could not be opened.</returns>
    public SourceException AtStart(Exception error) => error switch
    {
        PostgresException { SqlState: "28P01" } => Fault($"refused the password of user '{User}'", "Set a valid password in checks/sources.yaml.", false, error),
        PostgresException { SqlState: "28000" } => Fault($"does not let user '{User}' in from here", "Check the user, and the server's pg_hba.conf for this host and for TLS.", false, error),
        PostgresException { SqlState: "3D000" } => Fault($"has no database '{source.Database}'", "Correct 'database' in checks/sources.yaml, or create it.", false, error),
        PostgresException { SqlState: "42501" } => Fault($"does not let user '{User}' connect to database '{source.Database}'", "Grant CONNECT on the database.", false, error),
        PostgresException { SqlState: "53300" } => Fault("has no free connection left", "Raise max_connections, or lower 'max_concurrency' here and in other clients.", true, error),
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" } => Fault("is starting up or shutting down", "Wait; the next run tries again.", true, error),
        PostgresException { SqlState: "22023" } => Fault("does not know the time zone of the dataset, or cannot share its snapshot", "Use an IANA time zone that the server knows.", false, error),
        PostgresException postgres => Fault($"refused the session (SQLSTATE {postgres.SqlState})", "Look the code up in PostgreSQL's documentation, appendix A.", false, error),
        _ when Inner<SocketException>(error) is { } socket => Unreachable(socket, error),
        _ when Inner<AuthenticationException>(error) is not null => Fault("could not agree on a protected connection", "Check 'tls' and 'root_certificate' in checks/sources.yaml, and the server's certificate.", false, error),
        _ when Inner<TimeoutException>(error) is not null => Fault($"at {Address} accepts no session in time", "Look whether the server hangs or a firewall swallows the connection.", true, error),
        _ when Inner<IOException>(error) is not null => Fault($"at {Address} broke the connection off", "Look whether the server is up, and whether it speaks PostgreSQL on that port.", true, error),
        _ when source.Password is null => Fault($"asks for a password of user '{User}'", "Set 'password' in checks/sources.yaml.", false, error),
        _ when source.Tls >= SqlTls.Require => Fault("does not offer a protected connection", "Switch TLS on at the server, or set 'tls: prefer' in checks/sources.yaml.", false, error),
        _ => Fault("did not open a session", "Check the address, the user and the server's log.", true, error),
    };

    /// <returns>The exception to throw when a session broke.</returns>
    public SessionLostException Midway(Exception error) => new(error switch
    {
        PostgresException { SqlState: "40001" or "40P01" } => Fault("broke the snapshot off to go on with its own work", "Wait; on a standby, raise max_standby_streaming_delay.", true, error),
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" or "57P04" } => Fault("was shut down during the scan", "Wait; the next run tries again.", true, error),
        PostgresException postgres when postgres.SqlState[..2] is "58" or "XX" => Fault($"reports trouble of its own (SQLSTATE {postgres.SqlState})", "Read the server's log.", false, error),
        _ => Fault("dropped the connection during the scan", "Look whether the server was restarted, and at the network between.", true, error),
    });

    private SourceException Unreachable(SocketException socket, Exception error) => socket.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            Fault($"has the host '{source.Host}', which is not known", "Correct 'host' in checks/sources.yaml, or the name service.", socket.SocketErrorCode == SocketError.TryAgain, error),
        SocketError.ConnectionRefused => Fault($"is down: nothing listens at {Address}", "Start the server, or correct 'host' and 'port' in checks/sources.yaml.", true, error),
        SocketError.TimedOut => Fault($"at {Address} does not answer", "Look whether the server is up and a firewall lets the connection through.", true, error),
        _ => Fault($"cannot be reached at {Address}", "Look at the network between this machine and the server.", true, error),
    };

    private SourceException Fault(string problem, string remedy, bool isTransient, Exception cause) => new(source.Name, problem, remedy, isTransient, cause);

    private static T? Inner<T>(Exception error)
        where T : Exception
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }

            if (cause is AggregateException { InnerExceptions: [var first, ..] } && Inner<T>(first) is { } within)
            {
                return within;
            }
        }

        return null;
    }

    /// <returns>The identifier at a place in our own text, so that the server's language does not matter.</returns>
    private static string? NameAt(string sql, int position)
    {
        if (position < 1 || position > sql.Length)
        {
            return null;
        }

        var rest = sql.AsSpan(position - 1);
        if (rest[0] == '"')
        {
            var end = rest[1..].IndexOf('"');
            return end > 0 ? rest[1..(end + 1)].ToString() : null;
        }

        var length = 0;
        while (length < rest.Length && length < 63 && (char.IsLetterOrDigit(rest[length]) || rest[length] is '_' or '.'))
        {
            length++;
        }

        return length > 0 ? rest[..length].ToString() : null;
    }
}
