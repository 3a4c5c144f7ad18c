namespace Tributary.Core;

/// <summary>
/// What a lossy stage left out of a client's update: kept in the vault and added to the next one, so that nothing is lost for good.
/// </summary>
/// <remarks>Karimireddy, Rebjock, Stich, Jaggi: Error feedback fixes SignSGD and other gradient compression schemes. ICML 2019.</remarks>
internal sealed class ErrorFeedback(string stage, ClientContext context, int length)
{
    // Answers of another length are of another question: what is left of them is kept apart.
    private readonly string _name = $"{stage}/{context.Round.Round.Run}/{length}";
    private float[]? _left;

    /// <summary>Adds what was left out so far.</summary>
    public void AddTo(Span<float> values)
    {
        if (context.Vault.Load(_name) is not { } left) return;
        for (int i = 0; i < left.Length; i++) values[i] += left[i];
    }

    /// <summary>Notes what is left of <paramref name="values"/> once those at <paramref name="sent"/> are sent.</summary>
    public void Note(ReadOnlySpan<float> values, ReadOnlySpan<int> sent)
    {
        _left = values.ToArray();
        foreach (int i in sent) _left[i] = 0;
    }

    /// <summary>Keeps what was noted: the update was accepted. Until then the vault holds what the last accepted one left.</summary>
    public void Commit()
    {
        if (_left is not null) context.Vault.Store(_name, _left);
        _left = null;
    }
}
