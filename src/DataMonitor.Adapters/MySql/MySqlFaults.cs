using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Planning;
using MySqlConnector;

namespace DataMonitor.Adapters.MySql;

/// <summary>What the error numbers of MySQL and MariaDB mean. Their texts, which may hold values, stay here; a quoted name is all that is taken from them.</summary>
internal sealed partial class MySqlFaults(MySqlSource source)
{
    public string SourceName => source.Name;

    private string Address => string.Create(CultureInfo.InvariantCulture, $"{source.Host}:{source.Port}");

    /// <returns>Whether the statement is to blame, and not the connection or the server.</returns>
    public static bool IsOfStatement(MySqlException error) =>
        error.Number is >= 1000 and < 5000 and not (1040 or 1042 or 1043 or 1045 or 1053 or 1077 or 1079 or 1080 or 1152 or (>= 1158 and <= 1161) or 1184 or 1203 or 1213 or 1927 or 4031);

    public static SqlFault Of(MySqlException error, bool wasLong)
    {
        var kind = error.Number switch
        {
            1054 => SqlFaultKind.MissingColumn,
            1146 or 1049 => SqlFaultKind.MissingTable,
            1044 or 1142 or 1143 or 1227 or 1345 or 1356 or 1370 => SqlFaultKind.Denied,
            1267 or 1270 or 1271 or 1210 or 1253 or 4078 or 4079 => SqlFaultKind.WrongType,
            1365 => SqlFaultKind.DivisionByZero,
            1264 or 1690 => SqlFaultKind.OutOfRange,
            1292 or 1366 or 1411 or 1525 or 3141 => SqlFaultKind.BadValue,
            1139 or (>= 3684 and <= 3704) => SqlFaultKind.BadRegex,
            1792 or 1290 or 1179 or 1209 or 1223 => SqlFaultKind.NotReadOnly,
            1021 or 1037 or 1038 or 1041 or 1114 or 1135 or 1153 or 3 or 28 => SqlFaultKind.OutOfResources,
            1969 or 3024 => SqlFaultKind.Timeout,
            1205 => SqlFaultKind.Locked,
            1317 => wasLong ? SqlFaultKind.Timeout : SqlFaultKind.Cancelled,
            1052 or 1055 or 1056 or 1060 or 1064 or 1109 or 1111 or 1140 or 1149 or 1193 or 1221 or 1222 or 1234 or 1241 or 1242 or 1248 or 1295 or 1305 or 1327 or 1582 or 1583 or 1630 => SqlFaultKind.BadSyntax,
            _ => SqlFaultKind.Other,
        };
        var name = kind is SqlFaultKind.MissingColumn or SqlFaultKind.MissingTable or SqlFaultKind.BadSyntax && Name().Match(error.Message) is { Success: true } found ? found.Groups["name"].Value : null;
        return new(kind, error.Number.ToString(CultureInfo.InvariantCulture), name);
    }

    /// <returns>The exception to throw when a session could not be opened.</returns>
    public SourceException AtStart(Exception error) => (error as MySqlException)?.Number switch
    {
        1045 or 1698 when source.Password is null => Fault($"does not let user '{source.UserName}' in without a password", "Set 'password' in checks/sources.yaml.", false, error),
        1045 or 1698 => Fault($"refused the password of user '{source.UserName}'", "Set a valid password in checks/sources.yaml, and look whether the user may come from this host.", false, error),
        1049 => Fault($"has no database '{source.Database}'", "Correct 'database' in checks/sources.yaml, or create it.", false, error),
        1044 => Fault($"does not let user '{source.UserName}' use database '{source.Database}'", "Grant SELECT on the database.", false, error),
        1130 or 1129 => Fault("does not accept connections from this host", "Allow the host for the user; after many failed attempts, flush the server's hosts.", false, error),
        1040 or 1203 or 1226 => Fault("has no free connection left", "Raise max_connections, or lower 'max_concurrency' here and in other clients.", true, error),
        1053 => Fault("is starting up or shutting down", "Wait; the next run tries again.", true, error),
        1193 => Fault("lacks a setting that its sessions need", "Use MySQL 8.0 or MariaDB 10.5, or newer ones.", false, error),
        _ when error is OperationCanceledException || error.Message.Contains("Timeout", StringComparison.OrdinalIgnoreCase) => Hangs(error),
        _ when Inner<SocketException>(error) is { } socket => Unreachable(socket, error),
        _ when Inner<AuthenticationException>(error) is not null => Fault("could not agree on a protected connection", "Check 'tls' and 'root_certificate' in checks/sources.yaml, and the server's certificate.", false, error),
        _ when source.Tls >= SqlTls.Require && error.Message.Contains("SSL", StringComparison.Ordinal) => Fault("does not offer a protected connection", "Switch TLS on at the server, or set 'tls: prefer' in checks/sources.yaml.", false, error),
        >= 1000 and < 5000 and not 1042 and var number => Fault(string.Create(CultureInfo.InvariantCulture, $"refused the session (error {number})"), "Look the number up in the server's documentation.", false, error),
        1042 => Fault($"is down or out of reach: nobody answers at {Address}", "Start the server, or correct 'host' and 'port' in checks/sources.yaml.", true, error),
        _ => Hangs(error),
    };

    /// <returns>The exception to throw when a session broke.</returns>
    public SessionLostException Midway(Exception error) => new((error as MySqlException)?.Number switch
    {
        1213 => Fault("broke the snapshot off to end a deadlock", "Wait; the next run tries again.", true, error),
        1053 => Fault("was shut down during the scan", "Wait; the next run tries again.", true, error),
        1927 => Fault("had the session killed by an administrator", "Ask why; the next run tries again.", true, error),
        _ => Fault("dropped the connection during the scan", "Look whether the server was restarted, and at the network between.", true, error),
    });

    private SourceException Unreachable(SocketException socket, Exception error) => socket.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            Fault($"has the host '{source.Host}', which is not known", "Correct 'host' in checks/sources.yaml, or the name service.", socket.SocketErrorCode == SocketError.TryAgain, error),
        SocketError.ConnectionRefused => Fault($"is down: nothing listens at {Address}", "Start the server, or correct 'host' and 'port' in checks/sources.yaml.", true, error),
        SocketError.TimedOut or SocketError.OperationAborted => Hangs(error),
        _ => Fault($"cannot be reached at {Address}", "Look at the network between this machine and the server.", true, error),
    };

    private SourceException Hangs(Exception error) =>
        Fault($"at {Address} accepts no session in time", "Look whether the server hangs, speaks MySQL on that port, and whether a firewall swallows the connection.", true, error);

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
        }

        return null;
    }

    /// <summary>A name in quotes, without the database that a table's is led by.</summary>
    [GeneratedRegex(@"'([^'.]+\.(?=[^'.]+'))?(?<name>[\p{L}\p{N}_.]{1,64})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
