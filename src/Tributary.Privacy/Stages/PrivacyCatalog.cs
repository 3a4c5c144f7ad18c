using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>The names that this library adds to those a job may use.</summary>
public static class PrivacyCatalog
{
    /// <summary>Adds the stages of this library.</summary>
    /// <returns>The same catalog.</returns>
    public static Catalog AddPrivacy(this Catalog catalog)
    {
        catalog.Stages.Add("noise", "Adds noise, so that no single client shows.", PrivacyJson.Default.Noise, new Noise());
        return catalog;
    }
}
