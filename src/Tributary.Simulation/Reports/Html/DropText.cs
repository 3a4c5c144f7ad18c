using Tributary.Core;

namespace Tributary.Simulation;

/// <summary>Why answers are missing, in words that follow a number.</summary>
internal static class DropText
{
    public static string Of(DropReason reason) => reason switch
    {
        DropReason.Unavailable => "could not be reached",
        DropReason.Deadline => "missed the deadline",
        DropReason.TooLate => "came when enough had answered",
        DropReason.Refused => "declined the question",
        DropReason.Malformed => "could not be read",
        DropReason.Unopened => "were in a sum that could not be opened",
        DropReason.TooLarge => "were larger than allowed",
        _ => "failed to train",
    };
}
