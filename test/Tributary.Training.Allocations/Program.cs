using System.Globalization;
using Tributary.Training.Allocations;

// Prints what training allocates, a figure a line. A process of its own, because a test runner allocates on threads of its own.
//     steps MODEL MODELS STEPS     so many models are trained at the same time, each on its thread, by calls of the libraries
//     loop MODEL FEWER MORE        by the loop of the simulator: what more steps allocate beyond fewer
var subject = Subject.Of(args[1]);
int first = int.Parse(args[2], CultureInfo.InvariantCulture), second = int.Parse(args[3], CultureInfo.InvariantCulture);
IEnumerable<Allocation> allocations = args[0] switch
{
    "steps" => StepMeasurement.Run(subject, models: first, steps: second),
    "loop" => LoopMeasurement.Run(subject, fewer: first, more: second),
    _ => throw new ArgumentException($"There is no measurement called '{args[0]}'."),
};
foreach (Allocation allocation in allocations) Console.WriteLine($"{allocation.Where}: {allocation.Bytes}");
