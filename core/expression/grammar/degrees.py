"""All notations of degrees, by numbers and by words that grade a whole, written as the grammar reads them: "30%" and
"×2.00"."""

from .displays import with_displays
from .distances import with_distances
from .factors import with_factors
from .gauges import with_gauges
from .machine_values import with_machine_values
from .played import with_played
from .scales import with_scales
from .scales_of import with_scales_of


def with_degrees(prompt: str) -> str:
    prompt = with_distances(with_machine_values(prompt))
    return with_played(with_displays(with_scales(with_scales_of(with_factors(with_gauges(prompt))))))
