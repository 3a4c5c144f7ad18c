using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>What several rounds tell together, of whatever jobs.</summary>
public static class RoundAccount
{
    /// <summary>Epsilon at <paramref name="delta"/> by the closest accountant that knows all events; zero for none.</summary>
    /// <param name="rounds">One event a round.</param>
    /// <param name="delta">Between 0 and 1, both excluded.</param>
    public static double Epsilon(IEnumerable<DpEvent> rounds, double delta)
    {
        DpEvent[] events = [.. rounds.GroupBy(e => e).Select(same => same.Key.Times(same.Count()))];
        if (events.Length == 0) return 0;
        DpEvent all = new ComposedEvent(events);
        return PrivacyPlan.AccountantOf(all).Epsilon(all, delta);
    }
}
