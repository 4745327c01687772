using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using ClickHouse.Driver;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.ClickHouse;

/// <summary>What the error codes of ClickHouse mean. Their texts, which may hold values, stay here.</summary>
internal sealed partial class ClickHouseFaults(ClickHouseSource source)
{
    private string Address => source.Address;

    /// <returns>What to throw for an answer that is an error: the statement is to blame, or the server and its settings.</returns>
    public Exception Of(ClickHouseServerException error) => KindOf(error.ErrorCode) is { } kind
        ? new SqlFaultException(new(kind, error.ErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture), NameIn(error.Message, kind)), error)
        : OfSource(error.ErrorCode, error);

    /// <returns>The exception to throw when the very first statement, which reads nothing, failed.</returns>
    public SourceException AtStart(SqlFaultException fault) =>
        Fault($"refused the session (code {fault.Fault.Code})", "Look the code up in ClickHouse's table system.errors.", false, fault);

    /// <returns>The exception to throw when the connection failed; another may not.</returns>
    public SessionLostException Midway(Exception error) => new(error switch
    {
        _ when Inner<SocketException>(error) is { } socket => Unreachable(socket, error),
        _ when Inner<AuthenticationException>(error) is not null => Fault("could not agree on a protected connection", "Check 'tls' and 'root_certificate' in checks/sources.yaml, and the server's certificate.", false, error),
        InvalidDataException => Fault($"at {Address} answers, but not as ClickHouse does", "Correct 'host' and 'port' in checks/sources.yaml: the HTTP interface is meant, 8123 or 8443.", false, error),
        _ => Fault($"at {Address} broke the connection off", "Look whether the server was restarted, whether it speaks HTTP on that port, and at 'tls'.", true, error),
    });

    public SourceException Silent(TimeSpan waited, Exception error) => Fault(
        $"did not answer within {FaultWords.Words(waited)}, though the server was told to give up before",
        "Look whether the server and the network are overloaded.",
        true,
        error);

    public SourceException ForbidsLimits() => Fault(
        $"lets user '{source.User}' set no limits: its profile says readonly = 1",
        "Give the user a profile with readonly = 2, which forbids writing as well.",
        false,
        null);

    /// <returns><see langword="null"/> when the statement is not to blame.</returns>
    private static SqlFaultKind? KindOf(int code) => code switch
    {
        47 or 8 or 10 or 16 => SqlFaultKind.MissingColumn,
        60 => SqlFaultKind.MissingTable,
        43 or 44 or 53 or 70 or 130 or 386 => SqlFaultKind.WrongType,
        497 or 291 => SqlFaultKind.Denied,
        153 => SqlFaultKind.DivisionByZero,
        69 or 321 or 407 or 440 => SqlFaultKind.OutOfRange,
        6 or 26 or 27 or 32 or 38 or 41 or 72 or 131 or 349 or 376 or 675 or 676 => SqlFaultKind.BadValue,
        427 => SqlFaultKind.BadRegex,
        34 or 35 or 36 or 42 or 46 or 62 or 63 or 179 or 184 or 207 or 215 or 352 or 558 or 586 => SqlFaultKind.BadSyntax,
        164 or 392 => SqlFaultKind.NotReadOnly,
        158 or 161 or 167 or 168 or 173 or 191 or 241 or 290 or 307 or 396 => SqlFaultKind.OutOfResources,
        159 or 160 => SqlFaultKind.Timeout,
        473 => SqlFaultKind.Locked,
        394 or 735 => SqlFaultKind.Cancelled,
        192 or 193 or 194 or 516 or 81 or 115 or 170 or 701 or 201 or 202 or 203 or 209 or 210 or 236 or 242 or 279 or 425 or 452 or 999 or <= 0 => null,
        _ => SqlFaultKind.Other,
    };

    private Exception OfSource(int code, ClickHouseServerException error) => code switch
    {
        192 or 193 or 194 or 516 => Fault($"refused the password of user '{source.User}', or knows no such user", "Set a valid user and password in checks/sources.yaml.", false, error),
        81 => Fault($"has no database '{source.Database}', or none of a name in the SQL", "Correct 'database' in checks/sources.yaml or the name of the dataset.", false, error),
        115 => Fault("does not know a setting that this source needs", "Use ClickHouse 23.8 or newer, and correct 'settings' in checks/sources.yaml.", false, error),
        170 or 701 => Fault($"has no cluster '{source.Cluster}'", "Name a cluster of its table system.clusters, or leave 'cluster' out.", false, error),
        201 => Fault($"has a quota for user '{source.User}', which is used up", "Wait for the next interval, or raise the quota.", true, error),
        202 or 203 => Fault("runs too many statements already", "Wait, or lower 'max_concurrency' here and in other clients.", true, error),
        236 => Fault("was shut down during the scan", "Wait; the next run tries again.", true, error),
        242 or 209 or 210 or 279 or 425 or 999 => new SessionLostException(Fault("cannot reach a part of its cluster", "Look at the shards, the keeper and the network between them.", true, error)),
        452 => Fault($"does not let user '{source.User}' set a limit that this source needs", "Relax the constraints of the user's profile, or lower 'timeout' and 'settings' in checks/sources.yaml.", false, error),
        _ => Fault($"at {Address} answers, but not as ClickHouse does", "Correct 'host' and 'port' in checks/sources.yaml: the HTTP interface is meant, 8123 or 8443.", false, error),
    };

    private SourceException Unreachable(SocketException socket, Exception error) => socket.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            Fault($"has the host '{source.Host}', which is not known", "Correct 'host' in checks/sources.yaml, or the name service.", socket.SocketErrorCode == SocketError.TryAgain, error),
        SocketError.ConnectionRefused => Fault($"is down: nothing listens at {Address}", "Start the server, or correct 'host' and 'port' in checks/sources.yaml.", true, error),
        SocketError.TimedOut => Fault($"at {Address} does not answer", "Look whether the server is up and a firewall lets the connection through.", true, error),
        _ => Fault($"cannot be reached at {Address}", "Look at the network between this machine and the server.", true, error),
    };

    private SourceException Fault(string problem, string remedy, bool isTransient, Exception? cause) => new(source.Name, problem, remedy, isTransient, cause);

    private static T? Inner<T>(Exception error)
        where T : Exception
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }

    /// <returns>The identifier that the text quotes for these two faults; texts of others may quote values.</returns>
    private static string? NameIn(string message, SqlFaultKind kind) =>
        kind is SqlFaultKind.MissingColumn or SqlFaultKind.MissingTable && Identifier().Match(message) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex("(?:identifier|column|columns|Table|table)s?:? [`'\"]?(?<name>[\\w.]{1,128})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
