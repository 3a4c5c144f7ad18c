namespace Tributary.Core;

/// <summary>A client's durable memory between rounds: residuals, control variates, personal parts. It never leaves the client.</summary>
public interface IVault
{
    /// <summary>What was last kept under <paramref name="name"/>, or null.</summary>
    float[]? Load(string name);

    /// <summary>Keeps <paramref name="values"/> under <paramref name="name"/>; takes ownership.</summary>
    void Store(string name, float[] values);
}
