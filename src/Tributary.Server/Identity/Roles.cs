using Tributary.Protocol;

namespace Tributary.Server;

/// <summary>The names of roles.</summary>
internal static class Roles
{
    public const string Site = "site", Evaluator = "evaluator", Researcher = "researcher", Admin = "admin", Auditor = "auditor";

    public static Access OfSite(string role) => role switch
    {
        Site => Access.Site,
        Evaluator => Access.Evaluator,
        _ => throw Refuse.Malformed($"There is no role '{role}' for sites. Give '{Site}' or '{Evaluator}'."),
    };

    public static Access OfPerson(string role) => role switch
    {
        Researcher => Access.Researcher,
        Admin => Access.Admin,
        Auditor => Access.Auditor,
        _ => throw Refuse.Malformed($"There is no role '{role}' for people. Give '{Admin}', '{Researcher}' or '{Auditor}'."),
    };

    /// <summary>A name that may stand in paths, certificates and logs.</summary>
    public static string Name(string? name) => SiteName.IsValid(name)
        ? name!
        : throw Refuse.Malformed(
            $"A name has 1 to {SiteName.MaximumLength} lower-case letters, digits and hyphens, and begins with a letter or digit, " +
            "because it stands in paths, certificates and logs. Choose such a name.");
}
