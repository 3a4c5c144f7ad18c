namespace Tributary.Server;

/// <summary>Who somebody is, and who may do something.</summary>
[Flags]
internal enum Access
{
    /// <summary>Nobody that is known; as a demand: anybody.</summary>
    Anybody = 0,

    /// <summary>A site that trains.</summary>
    Site = 1,

    /// <summary>A site that measures models.</summary>
    Evaluator = 2,

    /// <summary>Somebody who submits jobs.</summary>
    Researcher = 4,

    /// <summary>Somebody who invites and ends access.</summary>
    Admin = 8,

    /// <summary>Somebody who reads everything that is kept.</summary>
    Auditor = 16,

    /// <summary>Sites of both kinds.</summary>
    Sites = Site | Evaluator,

    /// <summary>Everybody with a token.</summary>
    People = Researcher | Admin | Auditor,

    /// <summary>Everybody who is known.</summary>
    Everybody = Sites | People,
}
