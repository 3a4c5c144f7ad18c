namespace Tributary.Core;

/// <summary>Whose data one client of a job is: what a guarantee about clients hides.</summary>
public enum PrivacyLevel
{
    /// <summary>A device or a part of the data.</summary>
    Client,

    /// <summary>One person: every client holds all data of one.</summary>
    User,

    /// <summary>An institution with the data of many.</summary>
    Site,
}
