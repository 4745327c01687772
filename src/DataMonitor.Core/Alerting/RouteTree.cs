using System.Collections.Immutable;

namespace DataMonitor.Core.Alerting;

/// <summary>Which receivers an incident goes to. Routes are tried in order; the default takes what none took.</summary>
public static class RouteTree
{
    /// <returns>In the order of the routes, each receiver once, with the first reason that led to it; empty only when nothing is configured.</returns>
    public static ImmutableArray<RouteMatch> Route(AlertConfiguration configuration, AlertLabels labels)
    {
        var matches = ImmutableArray.CreateBuilder<RouteMatch>();
        foreach (var route in configuration.Routes.Where(route => route.Matchers.All(matcher => IsMatch(matcher, labels))))
        {
            if (matches.All(earlier => earlier.Receiver != route.Receiver))
            {
                matches.Add(new(route.Receiver, route.Matchers.Count == 0 ? "a route takes everything" : $"it matches {string.Join(", ", route.Matchers.Select(Text))}"));
            }

            if (!route.Continue)
            {
                return matches.ToImmutable();
            }
        }

        // As with 'continue' in Alertmanager: a route that took it keeps it, whether or not a later one does too.
        if (matches.Count == 0 && configuration.DefaultReceiver is { } receiver)
        {
            matches.Add(new(receiver, "no other route takes it"));
        }

        return matches.ToImmutable();
    }

    /// <returns>The matcher as it is written in a file: <c>tier=~"critical|high"</c>.</returns>
    public static string Text(Matcher matcher) => $"{matcher.Label}{matcher.Operator switch
    {
        MatchOperator.Equal => "=",
        MatchOperator.NotEqual => "!=",
        MatchOperator.Regex => "=~",
        _ => "!~",
    }}\"{matcher.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    internal static bool IsMatch(Matcher matcher, AlertLabels labels) => matcher.Operator switch
    {
        MatchOperator.Equal => labels[matcher.Label].Contains(matcher.Value, StringComparer.Ordinal),
        MatchOperator.NotEqual => !labels[matcher.Label].Contains(matcher.Value, StringComparer.Ordinal),
        MatchOperator.Regex => labels[matcher.Label].Any(value => LabelPattern.IsMatch(matcher.Value, value)),
        _ => !labels[matcher.Label].Any(value => LabelPattern.IsMatch(matcher.Value, value)),
    };
}

/// <param name="Reason">Why the receiver gets it, as a clause: <c>it matches owner="crm"</c>.</param>
public sealed record RouteMatch(string Receiver, string Reason);
