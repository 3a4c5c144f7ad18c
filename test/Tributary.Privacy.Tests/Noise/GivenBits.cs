namespace Tributary.Privacy.Tests;

/// <summary>Words that a test chooses.</summary>
internal sealed class GivenBits(uint[] given) : SecretBits
{
    public override bool IsSecret => false;

    protected override void Fetch(Span<uint> words)
    {
        words.Clear();
        given.CopyTo(words);
    }
}
