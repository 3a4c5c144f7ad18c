namespace Tributary.Core;

/// <summary>
/// What a lossy stage left out of a client's update: kept in the vault and added to the next one, so that nothing is lost for good.
/// </summary>
/// <remarks>Karimireddy, Rebjock, Stich, Jaggi: Error feedback fixes SignSGD and other gradient compression schemes. ICML 2019.</remarks>
internal sealed class ErrorFeedback(string stage, ClientContext context, int length)
{
    // Answers of another length are of another question: what is left of them is kept apart.
    private readonly string _name = $"{stage}/{context.Round.Round.Run}/{length}";

    /// <summary>Adds what was left out so far.</summary>
    public async ValueTask AddToAsync(Memory<float> values, CancellationToken cancellation)
    {
        if (await context.Memory.LoadAsync(_name, cancellation) is not { } left) return;
        for (int i = 0; i < left.Length; i++) values.Span[i] += left[i];
    }

    /// <summary>Keeps what is left of <paramref name="values"/> once those at <paramref name="sent"/> are sent.</summary>
    public void Keep(ReadOnlySpan<float> values, ReadOnlySpan<int> sent)
    {
        float[] left = values.ToArray();
        foreach (int i in sent) left[i] = 0;
        context.Memory.Store(_name, left);
    }
}
