namespace Tributary.Core;

/// <summary>Whether an update is still what one client did, or already its share of a weighted sum.</summary>
public enum UpdateForm
{
    /// <summary>As trained. Norms are bounded here: after weighing, a bound would depend on the client's size.</summary>
    Raw,

    /// <summary>Multiplied by the client's weight over the largest allowed weight.</summary>
    Weighted,
}
