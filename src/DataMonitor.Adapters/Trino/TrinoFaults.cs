using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Trino;

/// <summary>What Trino's error names mean. Its texts, which may hold values, stay here; a quoted name is all that is taken from them.</summary>
internal sealed partial class TrinoFaults(TrinoSource source)
{
    /// <returns>The exception to throw for a statement that ended in an error.</returns>
    public Exception Of(TrinoError error) => error.Name switch
    {
        "SERVER_STARTING_UP" or "SERVER_SHUTTING_DOWN" or "NO_NODES_AVAILABLE" => Fault("is starting up or has no workers", "Wait; the next run tries again.", true),
        "REMOTE_HOST_GONE" or "REMOTE_TASK_ERROR" or "REMOTE_TASK_MISMATCH" or "PAGE_TRANSPORT_ERROR" or "PAGE_TRANSPORT_TIMEOUT" or "TOO_MANY_REQUESTS_FAILED" =>
            Fault("lost a worker during the scan", "Look whether the cluster was restarted or is overloaded.", true),
        _ => new SqlFaultException(FaultOf(error), new InvalidOperationException(error.Name)),
    };

    public SourceException Refused(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized when source.Password is null && source.Token is null =>
            Fault($"does not let user '{source.User}' in without a password or token", "Set 'password' or 'token' in checks/sources.yaml.", false),
        HttpStatusCode.Unauthorized => Fault($"refused the {(source.Token is null ? "password" : "token")} of user '{source.User}'", "Set a valid one in checks/sources.yaml.", false),
        HttpStatusCode.Forbidden => Fault($"does not let user '{source.User}' send statements", "Let the user in by the cluster's access control.", false),
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => Fault("answers with a redirection, which is not followed", "Set 'host', 'port' and 'tls' to where the cluster really is.", false),
        _ => Fault(
            string.Create(CultureInfo.InvariantCulture, $"at {source.Place} refused the statement with HTTP status {(int)status}"),
            "Look whether 'host' and 'port' name a Trino coordinator, 'protocol' fits, and 'tls' is what it expects.",
            (int)status >= 500),
    };

    public SourceException OutOfReach(Exception error) => error switch
    {
        _ when Inner<AuthenticationException>(error) is not null => Fault("could not agree on a protected connection", "Check 'tls' in checks/sources.yaml and the server's certificate, whose authority this machine must trust.", false, error),
        _ when Inner<SocketException>(error) is { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } =>
            Fault($"has the host '{source.Host}', which is not known", "Correct 'host' in checks/sources.yaml, or the name service.", false, error),
        _ when Inner<SocketException>(error) is { SocketErrorCode: SocketError.ConnectionRefused } =>
            Fault($"is down: nothing listens at {source.Place}", "Start the cluster, or correct 'host' and 'port' in checks/sources.yaml.", true, error),
        InvalidDataException => Fault($"at {source.Place} does not answer as Trino does", "Look whether 'host' and 'port' name a Trino coordinator.", false, error),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => Fault("gives an answer of more than 64 MiB", "Narrow the check with 'where' or 'partition'.", false, error),
        _ => Fault($"dropped the connection to {source.Place}", "Look whether the cluster was restarted, and at the network between.", true, error),
    };

    public SourceException LeadsElsewhere() =>
        Fault("sends its clients on to another address, which is not followed", "Set 'host', 'port' and 'tls' to where the cluster really is; behind a proxy, set http-server.process-forwarded=true at the cluster.", false);

    public SourceException Silent(Exception error) => Fault($"at {source.Place} accepts no statement in time", "Look whether the cluster is overloaded, and whether a firewall swallows the connection.", true, error);

    public SourceException DoesNotAnswer(Exception error) => Fault("does not answer the simplest statement", "Look whether the user may run queries and the cluster has workers.", false, error);

    private static SqlFault FaultOf(TrinoError error)
    {
        var kind = error.Name switch
        {
            "COLUMN_NOT_FOUND" => SqlFaultKind.MissingColumn,
            "TABLE_NOT_FOUND" or "SCHEMA_NOT_FOUND" or "CATALOG_NOT_FOUND" or "MISSING_SCHEMA_NAME" or "MISSING_CATALOG_NAME" => SqlFaultKind.MissingTable,
            "TYPE_MISMATCH" or "AMBIGUOUS_FUNCTION_CALL" => SqlFaultKind.WrongType,
            "FUNCTION_NOT_FOUND" when error.Message.Contains("Unexpected parameters", StringComparison.Ordinal) => SqlFaultKind.WrongType,
            "PERMISSION_DENIED" => SqlFaultKind.Denied,
            "DIVISION_BY_ZERO" => SqlFaultKind.DivisionByZero,
            "NUMERIC_VALUE_OUT_OF_RANGE" => SqlFaultKind.OutOfRange,
            "INVALID_CAST_ARGUMENT" or "INVALID_FUNCTION_ARGUMENT" or "INVALID_LITERAL" => SqlFaultKind.BadValue,
            "SUBQUERY_MULTIPLE_ROWS" => SqlFaultKind.ManyRows,
            "READ_ONLY_VIOLATION" => SqlFaultKind.NotReadOnly,
            "EXCEEDED_TIME_LIMIT" => SqlFaultKind.Timeout,
            "ADMINISTRATIVELY_KILLED" or "ADMINISTRATIVELY_PREEMPTED" or "USER_CANCELED" => SqlFaultKind.Cancelled,
            "SYNTAX_ERROR" or "FUNCTION_NOT_FOUND" or "AMBIGUOUS_NAME" or "NOT_SUPPORTED" or "EXPRESSION_NOT_AGGREGATE" or "EXPRESSION_NOT_SCALAR" or "NESTED_AGGREGATION"
                or "TYPE_NOT_FOUND" or "INVALID_COLUMN_REFERENCE" or "MISSING_GROUP_BY" or "QUERY_TEXT_TOO_LARGE" => SqlFaultKind.BadSyntax,
            _ when error.Name.EndsWith("_BAD_DATA", StringComparison.Ordinal) => SqlFaultKind.Unreadable,
            _ when error.Type == "INSUFFICIENT_RESOURCES" || error.Name == "QUERY_QUEUE_FULL" => SqlFaultKind.OutOfResources,
            _ => SqlFaultKind.Other,
        };
        var name = kind is SqlFaultKind.MissingColumn or SqlFaultKind.MissingTable && Name().Match(error.Message) is { Success: true } found ? found.Groups["name"].Value : null;
        return new(kind, ErrorName().IsMatch(error.Name) ? error.Name : "unknown", name);
    }

    private SourceException Fault(string problem, string remedy, bool isTransient, Exception? cause = null) => new(source.Name, problem, remedy, isTransient, cause);

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

    [GeneratedRegex(@"(Column|Table|Schema|Catalog) '(?<name>[\p{L}\p{N}_.]{1,128})'", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Z0-9_]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorName();
}
