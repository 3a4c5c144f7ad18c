using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Tributary.Protocol;

/// <summary>What a coordinator signs about a round whose stages ask steps: whoever was told something else can prove it.</summary>
public static class RoundStatement
{
    /// <summary>The text: lines that end in a line feed, the first says what it is.</summary>
    public static string Of(InvitationMessage invitation)
    {
        var text = new StringBuilder("tributary round v1\n");
        Add(invitation.Run);
        Add(invitation.Round.ToString(CultureInfo.InvariantCulture));
        Add(invitation.Question);
        Add(invitation.Model.ToString());
        Add(invitation.Cohort.ToString(CultureInfo.InvariantCulture));
        Add(invitation.Seed.ToString(CultureInfo.InvariantCulture));
        Add(invitation.GroupNumber.ToString(CultureInfo.InvariantCulture));
        Add($"group {string.Join(' ', invitation.GroupMembers)}");
        foreach ((string name, double value) in (invitation.State ?? ImmutableDictionary<string, double>.Empty)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Add($"state {name} {value.ToString("R", CultureInfo.InvariantCulture)}");
        foreach (MemberMessage member in invitation.Members ?? []) Add($"member {member.Site} {member.Key}");
        if (invitation.Included is { } included) Add($"included {string.Join(' ', included)}");
        if (invitation.Step is { } step) Add($"step {step}");
        if (invitation.Asked is { } asked) Add($"asked {string.Join(' ', asked)}");
        return text.ToString();

        void Add(string line) => text.Append(line).Append('\n');
    }
}
