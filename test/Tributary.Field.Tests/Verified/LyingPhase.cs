using Tributary.Core;

namespace Tributary.Field.Tests;

/// <summary>A phase whose questions are asked and answered in another way than the job says.</summary>
internal sealed class LyingPhase(IPhase honest, Func<Question, Question> lie) : IPhase
{
    public Question? Next(RunState run) => honest.Next(run) is { } question ? lie(question) : null;

    public Question? Find(string name) => honest.Find(name) is { } question ? lie(question) : null;
}
