using Tributary.Core;

namespace Tributary.Security;

/// <summary>The parts of jobs in this library.</summary>
public static class SecurityParts
{
    /// <summary>Adds them to a catalog.</summary>
    /// <returns>The catalog.</returns>
    public static Catalog AddSecurity(this Catalog catalog)
    {
        catalog.Stages.Add(
            "encrypt", "Encrypts updates under a key that nobody has; a committee of clients opens their sum together.",
            SecurityJson.Default.Encrypt, new Encrypt());
        catalog.Stages.Add(
            "secagg", "Masks updates so that only the sum of a group can be read; a committee of clients opens it.",
            SecurityJson.Default.SecAgg, new SecAgg());
        catalog.Stages.Add(
            SecAggPairwise.StageName,
            "Masks updates pairwise so that only the sum of a group can be read; its clients open it (Bonawitz et al. 2017).",
            SecurityJson.Default.SecAggPairwise, new SecAggPairwise());
        catalog.Stages.Add(
            "commit", "Commits every client to its update, so that everybody can check the published sum.",
            SecurityJson.Default.Commit, new Commit());
        catalog.Stages.Add(
            "split", "Splits updates among the coordinator and a few helping clients, so that only sums can be read.",
            SecurityJson.Default.Split, new Split());
        return catalog;
    }
}
